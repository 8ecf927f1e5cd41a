/** The flags that Electron needs on this machine, beside the app's folder, and what is to be said about them. */
export function electronFlags(env: NodeJS.ProcessEnv = process.env): { flags: string[]; remark: string | null } {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const onlyWayland = process.platform === 'linux' && !env['DISPLAY'] && Boolean(env['WAYLAND_DISPLAY'])
  return {
    flags: [...(isRoot ? ['--no-sandbox'] : []), ...(onlyWayland ? ['--ozone-platform=wayland'] : [])],
    remark: isRoot ? "You are root, and Chromium's sandbox does not work for root, so it is off (--no-sandbox)." : null,
  }
}
