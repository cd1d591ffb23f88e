/** What a form or a query sent: a field that came once is text, one that came more often a list. No prototype, so no tricks by name. */
type Fields = Readonly<Record<string, string | string[]>>;

const MOST_FIELDS = 500;
/** Control characters nobody types; PostgreSQL refuses NUL, and a mail's header must never hold a line end. Tab and line end stay. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** A field's text: line ends as one sign, no control characters. */
export const cleanField = (value: string): string => value.replace(/\r\n?/g, '\n').replace(CONTROLS, '');

/**
 * Reads `a=1&b=2`. Bytes that are no UTF-8 become U+FFFD, lone surrogates cannot arise. What stands beyond 500 fields is
 * not read: no form of ours has as many.
 */
export function parseFields(text: string): Fields {
  const fields: Record<string, string | string[]> = Object.create(null);
  let count = 0;
  for (const [rawName, rawValue] of new URLSearchParams(text)) {
    count += 1;
    if (count > MOST_FIELDS) break;
    const name = cleanField(rawName);
    const value = cleanField(rawValue);
    const known = fields[name];
    if (known === undefined) fields[name] = value;
    else if (typeof known === 'string') fields[name] = [known, value];
    else known.push(value);
  }
  return fields;
}

/** One field as text: missing is empty; of a repeated one the last counts, as it does for browsers' own checkboxes. */
export function textOf(fields: unknown, name: string): string {
  const value = fieldOf(fields, name);
  return typeof value === 'string' ? value : (value?.at(-1) ?? '');
}

/** Every value of a field. */
export function textsOf(fields: unknown, name: string): string[] {
  const value = fieldOf(fields, name);
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function fieldOf(fields: unknown, name: string): string | string[] | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const value: unknown = (fields as Record<string, unknown>)[name];
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
