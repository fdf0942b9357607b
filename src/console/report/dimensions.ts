/** Facts a unit's first exposure always may carry. */
export const contextDimensions = [
  'country',
  'platform',
  'device_type',
  'app_version',
  'locale',
  'sdk',
  'sdk_version',
] as const
