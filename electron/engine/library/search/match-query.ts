/** Something FTS5 makes a word of: the categories of tokenizer.ts. */
const hasWord = /[\p{L}\p{N}\p{Co}\p{So}]/u

/**
 * What somebody typed, as an FTS5 query: every word has to be there, each as it is or as the beginning of a longer one.
 * Null when there is no word in it. A query in FTS5's own syntax is only ever made here: what was typed stands in quotes,
 * in which nothing but the quote itself means anything. Words of one sign are taken as they are unless they are the last
 * one, which may still be being typed.
 */
export function toMatch(typed: string): string | null {
  const words = wordsOf(typed)
  if (words.length === 0) return null
  const phrases = words.map((word, i) => {
    const isWhole = /^.$/su.test(word) && i < words.length - 1
    return `"${word.replaceAll('"', '""')}"${isWhole ? '' : '*'}`
  })
  return [...new Set(phrases)].join(' ')
}

/** C strings end at a NUL, and no other control character is part of a word. */
function wordsOf(typed: string): string[] {
  return typed.split(/[\s\p{Cc}]+/u).filter((word) => hasWord.test(word))
}
