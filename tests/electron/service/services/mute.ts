// A service that lives but never says hello.
process.on('message', () => {})
process.on('disconnect', () => process.exit())
