// A service of a build that says hello in another way.
process.send?.({ type: 'hello', name: 'engine', protocol: 99, pid: process.pid, node: process.versions.node, napi: 10 })
process.on('disconnect', () => process.exit())
