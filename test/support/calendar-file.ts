/** A calendar file as a calendar reads it: `SUMMARY` → its value, escapes taken back; of what stands twice the first. */
export function readCalendar(file: string): Map<string, string> {
  const read = new Map<string, string>();
  for (const line of file.replaceAll('\r\n ', '').split('\r\n')) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/u.exec(line) ?? [];
    if (!read.has(name)) read.set(name, value.replace(/\\n/gu, '\n').replace(/\\([\\;,])/gu, '$1'));
  }
  return read;
}
