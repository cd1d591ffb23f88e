import { describe, expect, test } from 'vitest';
import { draw, fill, placeholder } from './index.ts';

const page = (
  <p title={placeholder('title')}>
    a {placeholder('name')} b {placeholder('kept')} c {placeholder('name')}
  </p>
);
const kept = (name: string) => (name === 'kept' ? Buffer.from('<i>〇</i>') : undefined);
const text = (own: Record<string, string>): string => fill(draw(page, kept), own).toString('utf8');

describe('a page drawn once for many', () => {
  test('has each reader’s own in its placeholders, what is ready at once', () => {
    expect(text({ title: 't', name: '山田' })).toBe('<!DOCTYPE html><p title="t">a 山田 b <i>〇</i> c 山田</p>');
    expect(draw(page, kept).placeholders).toEqual(['title', 'name', 'name']);
    expect(fill(draw(<p>{placeholder('name')}</p>), { name: <b>山田</b> }).toString()).toBe('<!DOCTYPE html><p><b>山田</b></p>');
    expect(fill(draw(<p>a</p>)).toString()).toBe('<!DOCTYPE html><p>a</p>');
  });
  test('[8(3)⑭b] escapes what goes into a placeholder, in text and in an attribute', () => {
    expect(text({ title: '"><script>', name: '<b>&' })).toBe(
      '<!DOCTYPE html><p title="&quot;>&lt;script>">a &lt;b>&amp; b <i>〇</i> c &lt;b>&amp;</p>',
    );
  });
  test('takes nothing for a placeholder that came in as text, however much like one it looks', () => {
    const asked = placeholder('name').replace(/^[^~]+/u, '00000000-0000-0000-0000-000000000000');
    expect(draw(<p>{asked}</p>).placeholders).toEqual([]);
    // The placeholder itself, filled in by a reader, is not filled again.
    expect(text({ title: 't', name: placeholder('title') })).toContain(`a ${placeholder('title')} b`);
  });
  test('is not sent while a placeholder is empty', () => {
    expect(() => text({ title: 't' })).toThrow('nothing for the placeholder name');
  });
});
