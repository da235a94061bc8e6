/** The environment that the container image and the systemd unit give a worker: glibc returns memory that is free. */
export const DEPLOYED = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' } as const;
