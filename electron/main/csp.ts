export const scheme = 'plumage'
/** The only page there is. `plumage://app` is its origin. */
export const appOrigin = `${scheme}://app`
export const appUrl = `${appOrigin}/index.html`

/** No eval, no inline code, nothing from a network. Pictures come from the library, from the page itself, or a paste. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' ${scheme}: blob: data:`,
  `media-src 'self' ${scheme}: blob:`,
  "font-src 'self'",
  `connect-src 'self' ${scheme}:`,
  "worker-src 'self'",
  "manifest-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer of the scheme. Pictures are on other hosts of it than the page, hence the cross-origin leave. */
export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'access-control-allow-origin': appOrigin,
} as const
