import { deskMoment } from '../../lib/dates/jst.ts';
import { Says, Table } from '../../lib/html/index.ts';
import { smallId } from '../../lib/values/ids.ts';
import { withQuery } from '../paths.ts';
import { field, type SignedAsk } from '../route.ts';

type Version = { version: number; body: string; since: Date | null; by: string | null };

/** Every text that stood here, who wrote it and when; one before is taken into the form again. `href`: of the page with the form, none where nothing is changed any more. */
export function TextVersions({ versions, href }: { versions: readonly Version[]; href: string | undefined }) {
  const current = versions[0]?.version;
  return (
    <section class="desk-section" aria-labelledby="versions">
      <h2 id="versions">これまでの文</h2>
      <Says>「この文に戻す」を押すと、文が上の欄に入ります。確かめてから登録するまで、予約サイトの表示は変わりません。</Says>
      <Table
        caption="これまでの文"
        columns={[
          { head: '版', whole: true },
          { head: '文' },
          { head: '登録した日時', whole: true },
          { head: '登録した職員' },
          { head: '操作', whole: true },
        ]}
        rows={versions.map(({ version, body, since, by }) => [
          `第${version}版`,
          body,
          since === null ? '記録なし' : deskMoment(since),
          by ?? '記録なし',
          version === current ? (
            '現在の文'
          ) : href === undefined ? (
            ''
          ) : (
            <a href={withQuery(href, { version: String(version) })}>
              この文に戻す<span class="unseen">：第{version}版</span>
            </a>
          ),
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
