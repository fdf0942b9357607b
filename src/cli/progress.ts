/** Shows how far a long piece of work is: a bar that redraws itself in a terminal, a line every ten percent elsewhere. */
export type Progress = { update(done: number, note?: string): void; end(note: string): void }

type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

export function progressOn(output: Output, label: string, total: number, now: () => number): Progress {
  const barWidth = 24
  let drawnAtMs = Number.NEGATIVE_INFINITY
  let tenth = 0
  const line = (done: number, note: string) => {
    const share = total > 0 ? Math.min(1, done / total) : 1
    const filled = Math.round(share * barWidth)
    return `${label} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${String(Math.floor(share * 100)).padStart(3)} %${note === '' ? '' : `  ${note}`}`
  }
  return {
    update(done, note = '') {
      if (output.isTTY) {
        if (now() - drawnAtMs < 80) return
        drawnAtMs = now()
        output.write(`\r\u001b[2K${line(done, note).slice(0, output.columns ?? 100)}`)
        return
      }
      const reached = Math.floor((done / Math.max(1, total)) * 10)
      if (reached <= tenth) return
      tenth = reached
      output.write(`${line(done, note)}\n`)
    },
    end(note) {
      output.write(`${output.isTTY ? '\r\u001b[2K' : ''}${label}: ${note}\n`)
    },
  }
}
