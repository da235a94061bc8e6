export const namingFolders: Readonly<Record<'cli' | 'worker' | 'thread', readonly string[]>>;
