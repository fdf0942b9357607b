import type { Exposure } from '../../src/core/evaluate/resolution.ts'

// Objects of configurations long replaced are let go of at this point.
const objectsMax = 10_000

type Arm = { recent: Set<string>; before: Set<string> }

/**
 * Remembers which unit met which variant of which phase, across configurations. The latest `max` are remembered for
 * certain, never more than twice as many; answers are exact as long as fewer than `max` exposures happened since.
 */
export function exposureMemory(max: number): (exposure: Exposure, unitId: string) => boolean {
  const arms = new Map<string, Arm>()
  // A configuration makes its exposures once, so finding the arm by the object saves putting its name together.
  const armOf = new Map<Exposure, Arm>()
  let recentCount = 0

  function find(exposure: Exposure): Arm {
    const { experiment, phase, variant, unit } = exposure
    const name = JSON.stringify([experiment, phase, variant, unit])
    const arm = arms.get(name) ?? { recent: new Set<string>(), before: new Set<string>() }
    arms.set(name, arm)
    if (armOf.size >= objectsMax) armOf.clear()
    armOf.set(exposure, arm)
    return arm
  }

  function turn(): void {
    recentCount = 0
    for (const [name, arm] of arms) {
      if (arm.recent.size === 0) arms.delete(name)
      arm.before = arm.recent
      arm.recent = new Set()
    }
    armOf.clear()
  }

  return (exposure, unitId) => {
    const arm = armOf.get(exposure) ?? find(exposure)
    if (arm.recent.has(unitId)) return false
    const known = arm.before.has(unitId)
    arm.recent.add(unitId)
    if (++recentCount >= max) turn()
    return !known
  }
}
