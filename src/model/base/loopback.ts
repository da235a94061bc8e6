const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether a host is this machine, the only one to which secrets may be sent without TLS. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);
