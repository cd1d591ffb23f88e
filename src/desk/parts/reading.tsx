import { isLatinReading } from '../../lib/values/latin.ts';

/** Beside the reading of somebody without a card: they gave it in Latin letters, and nobody has written kana yet. */
export const Unconfirmed = ({ kana }: { kana: string }) =>
  isLatinReading(kana) ? (
    <>
      {' '}
      <span class="tag tag-chosen">カナ未確認</span>
    </>
  ) : null;

/** How the name of somebody without a card sounds. `typed`: what they gave in Latin letters, where staff have put kana in its place. */
export function Reading({ kana, typed = null }: { kana: string; typed?: string | null }) {
  return (
    <span class="sub">
      {kana}
      {typed !== null && `（ご本人の入力：${typed}）`}
      <Unconfirmed kana={kana} />
    </span>
  );
}
