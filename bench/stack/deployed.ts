/**
 * The environment that the container image and the systemd unit give a worker: glibc returns memory that is free, and V8's
 * young generation stays small.
 */
export const DEPLOYED = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_OPTIONS: '--max-semi-space-size=4',
} as const;
