import type { ComponentChildren } from 'preact';
import { deskMoment } from '../../lib/dates/jst.ts';
import { Says, Table, wholeCol } from '../../lib/html/index.ts';
import { smallId } from '../../lib/values/ids.ts';
import { withQuery } from '../paths.ts';
import { field, type SignedAsk } from '../route.ts';

type Version = { version: number; body: ComponentChildren; since: Date | null; by: string | null };

type Props = {
  versions: readonly Version[];
  /** Of the page with the form; none where nothing is changed any more. */
  href: string | undefined;
  /** The version that is read now, where that is not the newest. */
  current?: number | undefined;
  /** What else is said of some versions, and done with them. */
  told?: ReadonlyMap<number, ComponentChildren>;
};

/** Every text that stood here, who wrote it and when; one before is taken into the form again. */
export function TextVersions({ versions, href, current = versions[0]?.version, told = new Map() }: Props) {
  return (
    <section class="desk-section" aria-labelledby="versions">
      <h2 id="versions">これまでの文</h2>
      <Says>「この文に戻す」を押すと、文が上の欄に入ります。確かめてから登録するまで、予約サイトの表示は変わりません。</Says>
      <Table
        caption="これまでの文の一覧"
        wide
        columns={[wholeCol('版'), '文', wholeCol('登録した日時'), '登録した職員', wholeCol('操作')]}
        empty="まだ、変更していません。"
        rows={versions.map(({ version, body, since, by }) => [
          version === 0 ? '初期の文' : `第${version}版`,
          body,
          since === null ? (version === 0 ? '' : '記録なし') : deskMoment(since),
          by ?? (version === 0 ? '' : '記録なし'),
          <>
            {told.get(version)}
            {version === current ? (
              '現在の文'
            ) : href === undefined ? (
              ''
            ) : (
              <a href={withQuery(href, { version: String(version) })}>
                この文に戻す<span class="unseen">：{version === 0 ? '初期の文' : `第${version}版`}</span>
              </a>
            )}
          </>,
        ])}
      />
    </section>
  );
}

/** The version that the address asks to take again. */
export function askedVersion<V extends Version>(ask: Pick<SignedAsk, 'query'>, versions: readonly V[]): V | undefined {
  const asked = smallId(field(ask.query, 'version'));
  return asked.ok ? versions.find(({ version }) => version === asked.value) : undefined;
}
