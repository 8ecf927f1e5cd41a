// A service that dies before it says hello.
console.error('broken on purpose')
process.exit(3)
