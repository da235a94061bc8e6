export function usedMessages(jsonModule: string, folders: readonly string[]): Record<string, object>;
