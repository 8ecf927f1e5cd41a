#!/usr/bin/env node
import './pinned-node.mjs'

await import('./main.ts')
