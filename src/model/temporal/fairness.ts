/** What Temporal takes as a fairness key: 64 bytes. */
export const isFairnessKey = (key: string): boolean => /^[\x21-\x7e]{1,64}$/.test(key);

/** {@link isFairnessKey} in words. */
export const FAIRNESS_KEY_RULE = 'must be 1 to 64 visible ASCII characters';
