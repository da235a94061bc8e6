/** The settings for the connection contradict each other, or name something that does not exist. */
export class ConnectionConfigError extends Error {
  override readonly name = 'ConnectionConfigError';
}
