/** One record of a list: the line it begins in (1 is the first of the file) and its cells. */
export type CsvRecord = {
  line: number;
  cells: string[];
  /** Set where the record cannot be trusted: a quote that never closes, text behind a closing quote, or more than a record may hold. */
  broken?: 'open-quote' | 'stray-quote' | 'too-long';
};

/** A record that goes on for longer has lost its closing quote. In UTF-16 units. */
const LONGEST = 65_536;

type Cut = { record: CsvRecord; next: number; lines: number } | undefined;

/**
 * Cuts text into records, chunk by chunk: RFC 4180 with either line end, blank lines skipped.
 * A quote that never closes costs its own line only: reading goes on with the line after it. That and exact line numbers are why this is not csv-parse
 * (which the tests read the same files with); it is also twice as fast, since a line without quotes is split as it stands.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a machine of few states over one text; parted, each part would be handed all of them, and it is what a list of 300,000 rows waits for
export function recordCutter(delimiter: ',' | '\t') {
  let rest = '';
  let line = 1;
  let lineEnd: '\n' | '\r' | undefined;

  function plain(text: string, from: number, to: number, broken?: CsvRecord['broken']): CsvRecord {
    const end = text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to;
    const record: CsvRecord = { line, cells: text.slice(from, end).split(delimiter) };
    return broken === undefined ? record : { ...record, broken };
  }

  /** A record with quotes in it, cell by cell. Undefined: its end has not arrived yet. */
  function quoted(text: string, from: number, final: boolean): Cut {
    const cells: string[] = [];
    let broken: CsvRecord['broken'];
    let at = from;
    let lines = 1;
    const giveUp = (): Cut => {
      const end = text.indexOf('\n', from);
      const stop = end === -1 ? text.length : end;
      return { record: plain(text, from, stop, 'open-quote'), next: stop + 1, lines: 1 };
    };
    for (;;) {
      let cell = '';
      const isQuoted = text[at] === '"';
      if (isQuoted) {
        at += 1;
        for (;;) {
          const close = text.indexOf('"', at);
          if (close === -1 || close - from > LONGEST) return final || text.length - from > LONGEST ? giveUp() : undefined;
          cell += text.slice(at, close);
          at = close + 1;
          if (at >= text.length && !final) return undefined;
          if (text[at] !== '"') break;
          cell += '"';
          at += 1;
        }
        for (let feed = cell.indexOf('\n'); feed !== -1; feed = cell.indexOf('\n', feed + 1)) lines += 1;
      }
      const behind = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
      if (at >= text.length && !final) return undefined;
      const ends = at >= text.length || text[at] === '\n';
      const tail = text.slice(behind, ends && text[at - 1] === '\r' && at > behind ? at - 1 : at);
      if (isQuoted && tail !== '') broken = 'stray-quote';
      // Text behind a quote that closed on a later line: the quote was never meant to reach there.
      if (broken !== undefined && lines > 1) return giveUp();
      cells.push(cell + tail);
      at += 1;
      if (ends) return { record: broken === undefined ? { line, cells } : { line, cells, broken }, next: at, lines };
    }
  }

  function cut(text: string, final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const end = text.indexOf('\n', at);
      if (end === -1 && !final && text.length - at <= LONGEST) break;
      const stop = end === -1 ? text.length : end;
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      if (stop - at > LONGEST) {
        records.push({ line, cells: [], broken: 'too-long' });
        if (end === -1 && !final) {
          // The rest of this line is still to come and is dropped with it.
          dropping = true;
          at = text.length;
          break;
        }
        at = stop + 1;
        line += 1;
      } else if (quote === -1 || quote >= stop) {
        if (stop - at > 1 || (stop - at === 1 && text[at] !== '\r')) records.push(plain(text, at, stop));
        at = stop + 1;
        line += 1;
      } else {
        const found = quoted(text, at, final);
        if (found === undefined) break;
        records.push(found.record);
        at = found.next;
        line += found.lines;
      }
    }
    rest = at >= text.length ? '' : text.slice(at);
    return records;
  }

  let dropping = false;
  /** Skips to the end of a line that was too long. */
  function undrop(text: string): string {
    if (!dropping) return text;
    const end = text.indexOf('\n');
    if (end === -1) return '';
    dropping = false;
    line += 1;
    return text.slice(end + 1);
  }

  /** Files of old Macs end lines with CR alone. */
  function unify(text: string): string {
    if (lineEnd === undefined && text.includes('\n')) lineEnd = '\n';
    if (lineEnd === undefined && text.length > LONGEST && text.includes('\r')) lineEnd = '\r';
    return lineEnd === '\r' ? text.replaceAll('\r', '\n') : text;
  }

  return {
    /** The records that are complete with this chunk. */
    push: (chunk: string): CsvRecord[] => cut(undrop(unify(rest === '' ? chunk : rest + chunk)), false),
    /** The last ones, after the last chunk; the sign that DOS put behind a text’s end (^Z, which ICU reads as U+001C in CP932) is none of it. */
    end: (): CsvRecord[] =>
      cut(undrop((lineEnd === undefined ? rest.replaceAll('\r', '\n') : unify(rest)).replace(/[\u001a\u001c]+$/u, '')), true),
  };
}
