import type { Migration } from './migration.ts'

/**
 * How an answer is written became a group of settings, of which the most tokens are one. What a result says beyond its
 * words and its picture has a column of its own: boxes belong to the words they stand beside, not into them.
 */
export default {
  version: 2,
  up: (db) =>
    void db.exec(`
    UPDATE jobs SET request = json_remove(
      json_set(request, '$.writing', json_object('maxTokens', json_extract(request, '$.maxTokens'))), '$.maxTokens')
    WHERE json_extract(request, '$.kind') = 'answer' AND json_type(request, '$.maxTokens') IS NOT NULL;

    ALTER TABLE generations ADD COLUMN details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details));

    -- A job's request says how its results were made: it stays as long as they do.
    CREATE TRIGGER jobs_with_results_stay BEFORE DELETE ON jobs
    WHEN EXISTS (SELECT 1 FROM generations WHERE job_id = old.id)
    BEGIN
      SELECT raise(ABORT, 'a result was made by this job');
    END;
  `),
} satisfies Migration
