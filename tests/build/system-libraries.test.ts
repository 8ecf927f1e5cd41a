import { expect, it } from 'vitest'
import { missingLibraries } from '../../build/system-libraries.ts'

it('reads from ldd which libraries are missing', () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibnss3.so => not found',
  ].join('\n')
  expect(missingLibraries(output)).toEqual(['libgtk-3.so.0', 'libnss3.so'])
  expect(missingLibraries('\tstatically linked')).toEqual([])
})
