/** The mark: one feather, drawn for Plumage. The vane is cut once, where the stroke of a pen would part it. */
export function Feather({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} fill="none">
      <path
        fill="currentColor"
        d="M20.6 2.6c.5 4.7-.5 8.6-3 11.5l-3.4.6 1.9 1c-2.4 2.1-5.4 3-9 2.6L19 6.2c.2-.3-.2-.6-.4-.4L5.6 16.6c-.5-3.8.7-7 3.3-9.4l.5 2.6 1.5-4.2c2.6-1.9 5.8-2.9 9.7-3z"
      />
      <path stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" d="m3.2 21 3.6-3.9" />
    </svg>
  )
}
