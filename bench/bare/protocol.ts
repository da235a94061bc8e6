export const BARE_READY = 'bare worker ready';

/** The bare workflows by name. */
export type BareWorkflow = 'oneActivity' | 'twoActivities';
