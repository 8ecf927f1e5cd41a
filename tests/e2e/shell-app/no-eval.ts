import { z } from 'zod'

z.config({ jitless: true }) // before any schema is made: see electron/contract/README.md
