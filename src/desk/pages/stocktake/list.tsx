import { type BoxToCount, boxesToCount, listStocktakes, type Stocktake } from '../../../cards/stocktake-read.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, hasErrors, PostForm, Select, Table, TextField, wholeCol } from '../../../lib/html/index.ts';
import type { OfficeRecord } from '../../../offices/read.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { Section } from '../../parts/section.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../route.ts';
import { NoStorage, officeOf, storageOffices } from '../storage/offices.tsx';
import { boxName, STATE_WORDS } from './words.ts';

type Props = {
  offices: OfficeRecord[];
  office: OfficeRecord;
  boxes: BoxToCount[];
  stocktakes: Stocktake[];
};

const boxLabelled = ({ cabinet, box, cards, countedAt }: BoxToCount): string =>
  `${cabinet} ${box}（${cards}枚、${countedAt === null ? '棚卸の記録なし' : `前回 ${longDate(cityDay(countedAt))}`}）`;

/** A box is chosen, or its label is read. */
function Begin({ ask, props: { office, boxes }, errors }: { ask: SignedAsk; props: Props; errors: FormErrors }) {
  return (
    <PostForm action={paths.stocktakes} token={ask.token} class="desk-form" hidden={{ office: office.code }}>
      <TextField
        name="code"
        label="箱のラベル"
        need="may"
        size="code"
        hint="ラベルを読み取ると、すぐに始まります。"
        error={errors['code']}
        autoFocus
      />
      <Select
        name="box"
        label="箱"
        options={boxes.map((box) => ({ value: String(box.id), label: boxLabelled(box) }))}
        value={field(ask.query, 'box')}
        error={errors['box']}
      />
      <p class="acts">
        <Button>棚卸を始める・続ける</Button>
      </p>
    </PostForm>
  );
}

const figure = (count: number | null): string => (count === null ? '' : `${count}枚`);

function History({ stocktakes }: { stocktakes: readonly Stocktake[] }) {
  return (
    <Table
      caption="棚卸をした箱"
      wide
      empty="棚卸の記録は、まだありません。"
      columns={[
        wholeCol('箱'),
        wholeCol('状態'),
        wholeCol('日時'),
        { head: '確認', right: true, whole: true },
        { head: '見つからない', right: true, whole: true },
        { head: 'この箱にない', right: true, whole: true },
        { head: '説明待ち', right: true, whole: true },
        '数えた職員',
        '確認した職員',
      ]}
      rows={stocktakes.map((one) => [
        <a href={paths.stocktake(one.id)}>{boxName(one)}</a>,
        STATE_WORDS[one.state],
        deskMoment(one.endedAt ?? one.begunAt),
        figure(one.seen),
        figure(one.missing),
        figure(one.foreignCards),
        one.open === 0 ? '' : `${one.open}枚`,
        one.countedBy ?? '',
        one.checkedBy ?? '',
      ])}
    />
  );
}

function StocktakesPage({ ask, props, errors }: { ask: SignedAsk; props: Props; errors: FormErrors }) {
  const { offices, office, boxes, stocktakes } = props;
  return (
    <TitledPage
      ask={ask}
      title="棚卸"
      heading={`${office.facts.name}の棚卸`}
      crumbs={[{ href: paths.storage, words: '保管場所' }]}
      errors={errors}
      bar={leadsWithin(ask.session, paths.stocktakeDifferences) && <a href={paths.stocktakeDifferences}>説明が必要な差異</a>}
    >
      <Tabs
        label="保管する場所"
        tabs={offices.map(({ code, facts }) => ({
          href: withQuery(paths.stocktakes, { office: code }),
          words: facts.name,
          here: code === office.code,
        }))}
      />
      {boxes.length === 0 ? (
        <p class="empty">この場所には、棚と箱がまだありません。</p>
      ) : (
        <Begin ask={ask} props={props} errors={errors} />
      )}
      <Section id="history" title="棚卸の記録">
        <History stocktakes={stocktakes} />
      </Section>
    </TitledPage>
  );
}

/** Where a stock-take is begun, and all there were. */
export async function stocktakesPage(ask: SignedAsk, input: SignedAsk['query'], errors: FormErrors = {}): Promise<Answer> {
  const offices = await storageOffices(ask);
  const office = officeOf(ask, offices, input);
  if (office === undefined) return show(<NoStorage ask={ask} />);
  const [boxes, stocktakes] = await Promise.all([boxesToCount(ask.db, office.id), listStocktakes(ask.db, office.id)]);
  return show(
    <StocktakesPage ask={ask} props={{ offices, office, boxes, stocktakes }} errors={errors} />,
    hasErrors(errors) ? 422 : 200,
  );
}
