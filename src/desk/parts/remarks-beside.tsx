import { Notice } from '../../lib/html/index.ts';

/** What staff wrote of who stands at the counter, beside the press (§8(2)⑬): on the rest of the page it is passed over. `of`: those with a remark. */
export function RemarksBeside({ of }: { of: readonly { name: string; body: string }[] }) {
  const written = of.filter(({ body }) => body !== '');
  if (written.length === 0) return null;
  return (
    <Notice kind="care" title="備考">
      {written.map(({ name, body }) => (
        <p class="remark-body">{of.length > 1 ? `${name}さん：${body}` : body}</p>
      ))}
    </Notice>
  );
}
