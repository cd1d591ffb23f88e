import { type PlacingPlan, placeAll, planPlacing } from '../../../cards/storage-rules.ts';
import { Button, LinkButton, Notice, PostForm, rightCol, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const RIGHT = 'cards.move';

/** What stays without a box, and what to do about it. */
function Left({ plan: { unmatched, overfull, elsewhere } }: { plan: PlacingPlan }) {
  return (
    <>
      {unmatched > 0 && (
        <Notice kind="care" title={`保管規則に合わないカードが${unmatched}枚あります`}>
          <Says>保管規則を追加するか、「保管する」の画面で1枚ずつ読み取ってください。</Says>
        </Notice>
      )}
      {overfull > 0 && (
        <Notice kind="care" title={`箱に入りきらないカードが${overfull}枚あります`}>
          <Says>保管規則の箱を変更するか、箱を追加してください。</Says>
        </Notice>
      )}
      {elsewhere > 0 && (
        <Notice kind="care" title={`交付場所と保管規則の箱の場所が違うカードが${elsewhere}枚あります`}>
          <Says>交付場所の箱に入る保管規則を追加するか、「保管する」の画面で1枚ずつ読み取ってください。</Says>
        </Notice>
      )}
    </>
  );
}

function PlacingPage({ ask, plan, stale }: { ask: SignedAsk; plan: PlacingPlan; stale: boolean }) {
  const count = plan.placings.length;
  const done = field(ask.query, 'placed');
  return (
    <TitledPage
      ask={ask}
      title="まとめて保管する"
      heading="保管前のカードをまとめて保管する"
      crumbs={[{ href: paths.storage, words: '保管場所' }]}
    >
      {/^\d{1,6}$/u.test(done) && (
        <Notice kind="done" role="status">
          <Says>{`${done}枚を保管しました。`}</Says>
        </Notice>
      )}
      {stale && (
        <Notice kind="stop" role="alert" title="内容が変わったため、何も記録していません">
          <Says>
            ほかの職員の操作か取込みで、保管前のカードか箱が変わりました。現在の内容を確かめて、もう一度押してください。
          </Says>
        </Notice>
      )}
      <Says class="lead">
        取り込んだカードを、保管規則のとおりに箱へ入れたものとして記録します。ロット番号と製造番号の順に、空いている位置へ入れます。
      </Says>
      <Left plan={plan} />
      <Table
        caption="保管する箱"
        empty="まとめて保管できるカードは、ありません。"
        columns={[wholeCol('箱'), rightCol('枚数'), '位置']}
        rows={plan.places.map(({ place, cards, positions }) => [place, `${grouped(cards)}枚`, positions])}
      />
      <PostForm action={paths.placing} token={ask.token} hidden={{ seen: plan.fingerprint }}>
        <p class="acts">
          {count > 0 && <Button>{grouped(count)}枚を保管したことを記録する</Button>}
          <LinkButton href={paths.storage} kind="second">
            保管場所に戻る
          </LinkButton>
        </p>
      </PostForm>
    </TitledPage>
  );
}

const page = async (ask: SignedAsk, stale = false): Promise<Answer> =>
  show(<PlacingPage ask={ask} plan={await planPlacing(ask.db)} stale={stale} />, stale ? 409 : 200);

export const placingRoutes: readonly Route[] = [
  get(paths.placing, RIGHT, (ask) => page(ask)),
  post(paths.placing, RIGHT, 'まとめて保管した記録', async (ask) => {
    const placed = await placeAll(ask.db, ask.actor, field(ask.body, 'seen'));
    return placed.ok ? go(withQuery(paths.placing, { placed: placed.value })) : page(ask, true);
  }),
];
