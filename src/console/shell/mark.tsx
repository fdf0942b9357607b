import type { ReactElement } from 'react'

/** The sign of Assay: a balance in equilibrium. */
export function Mark({ size }: { size: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4549b8" />
      <path
        d="M9 23 16 8l7 15"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M7 18.500h18" stroke="#c7cbf7" strokeWidth="2.500" strokeLinecap="round" />
    </svg>
  )
}
