/** What letters and sites say of the city. Stand-ins until the city confirms them. */
export const CITY = { name: { ja: '久留米市' }, phone: '0942-30-9000' } as const;
