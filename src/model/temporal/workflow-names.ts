/** The workflows by name, for whoever starts them without their code. */
export const WORKFLOWS = {
  taskOperation: 'taskOperation',
  runTask: 'runTask',
  waitForRun: 'waitForRun',
  runPipeline: 'runPipeline',
  runFanOut: 'runFanOut',
  ensureTask: 'ensureTask',
  sweepRuns: 'sweepRuns',
  runBackfill: 'runBackfill',
  triggerWindow: 'triggerWindow',
  keepCoverage: 'keepCoverage',
  keepCoverageMonth: 'keepCoverageMonth',
  runFiring: 'runFiring',
  keepWatermark: 'keepWatermark',
} as const;
