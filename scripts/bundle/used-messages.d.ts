export function usedMessages(jsonModule: string, dist: string): Record<string, object>;
