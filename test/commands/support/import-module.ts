/** As the program's own, which the command line cannot do by itself. */
export const importModule = (url: string): Promise<unknown> => import(url);
