import { recordView } from '../../../audit/view.ts';
import { type BoxedCard, cardsOfPlace } from '../../../cards/boxed.ts';
import { addPlaces, type PlaceRecord, readPlace, retirePlace } from '../../../cards/places.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { FormFields, form, readBoth, select } from '../../../lib/form/index.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  LinkButton,
  Notice,
  PostForm,
  rightCol,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import { listOfficeRecords } from '../../../offices/read.ts';
import { ownAmong } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm, stateOf } from '../../parts/form.tsx';
import { withRow } from '../../parts/row.tsx';
import { scannedBirth } from '../../parts/scan-answer.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { boxesForm } from './forms.ts';

const officeForm = (offices: readonly { code: string; name: string }[]) =>
  form<{ office: string }>({
    office: select(
      '保管する場所',
      offices.map(({ code, name }) => ({ value: code, label: name })),
    ),
  });

async function newPage(ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> {
  const offices = await officesOf(ask);
  return show(
    <TitledPage ask={ask} title="棚と箱を追加する" errors={errors}>
      <DeskForm
        ask={ask}
        form={boxesForm}
        action={paths.newBoxes}
        values={{ first: 1, count: 10, size: 60 }}
        errors={errors}
        submit="追加する"
        back={{ href: paths.storage, words: 'やめる' }}
      >
        <FormFields form={officeForm(offices)} state={stateOf(ask, { office: field(ask.query, 'office') }, errors)} />
      </DeskForm>
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

const officesOf = async (ask: SignedAsk) =>
  ownAmong(ask.session, await listOfficeRecords(ask.db))
    .filter(({ retiredAt, facts }) => retiredAt === null && facts.isStorage)
    .map(({ id, code, facts }) => ({ id, code, name: facts.name }));

async function add(ask: SignedAsk): Promise<Answer> {
  const offices = await officesOf(ask);
  const read = readBoth(readForm(ask, officeForm(offices)), readForm(ask, boxesForm));
  if (!read.ok) return newPage(ask, read.errors);
  const [{ office }, boxes] = read.value;
  const id = offices.find(({ code }) => code === office)?.id;
  if (id === undefined) return newPage(ask, { office: '保管する場所を選んでください。' });
  const added = await addPlaces(ask.db, ask.actor, id, boxes);
  if (!added.ok && added.reason === 'retired') return newPage(ask, { office: 'この場所は、廃止されています。' });
  if (!added.ok) return newPage(ask, { first: '同じ棚に、同じ番号の箱があります。最初の箱の番号を変更してください。' });
  return go(withQuery(paths.storage, { office, done: 'added' }));
}

const REFUSED: Record<string, string> = {
  has_cards: 'カードが残っています。ほかの箱へ移してから、廃止してください。',
  has_rules: 'この箱を指す保管規則が残っています。先に、保管規則を取り消してください。',
  unknown: 'この箱は、もうありません。',
};

function BoxPage({ ask, place, cards }: { ask: SignedAsk; place: PlaceRecord; cards: BoxedCard[] }) {
  const title = `${place.cabinet} ${place.box}`;
  const refused = REFUSED[field(ask.query, 'refused')];
  const moved = field(ask.query, 'moved');
  return (
    <TitledPage
      ask={ask}
      title={title}
      heading={`${place.officeName}　${title}`}
      crumbs={[{ href: paths.storage, words: '保管場所' }]}
    >
      {/^\d{1,4}$/u.test(moved) && (
        <Notice kind="done" role="status">
          <Says>{`この箱へ${moved}枚を移しました。`}</Says>
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="stop" role="alert" title="この箱は廃止できません">
          <Says>{refused}</Says>
        </Notice>
      )}
      <p class="lead">
        {cards.length}／{place.size}枚
      </p>
      <PostForm action={paths.stocktakes} token={ask.token} hidden={{ box: String(place.id) }}>
        <p class="acts">
          <Button kind="second">この箱の棚卸を始める・続ける</Button>
          <LinkButton href={withQuery(paths.labels, { office: place.officeCode, of: 'sleeves', box: place.id })} kind="second">
            カードのラベルを印刷する
          </LinkButton>
          <LinkButton href={paths.moveBox(place.id)} kind="second">
            カードをほかの箱へ移す
          </LinkButton>
        </p>
      </PostForm>
      <Table
        caption={`${title}のカード`}
        wide
        empty="この箱は空です。"
        columns={[
          rightCol('位置'),
          wholeCol('氏名'),
          wholeCol('生年月日'),
          wholeCol('交付通知書ID'),
          '所在',
          '交付状況',
          wholeCol('到着日'),
        ]}
        rows={cards.map(({ id, position, who, birthDate, birthText, noticeId, whereabouts, statusName, arrivedOn }) => [
          String(position ?? ''),
          who === null ? '支援措置' : <a href={paths.person(id)}>{who.name}</a>,
          scannedBirth({ who, birthDate, birthText }),
          who === null ? '' : noticeId,
          WHEREABOUTS_WORDS[whereabouts],
          statusName ?? '',
          arrivedOn === null ? '' : longDate(arrivedOn),
        ])}
      />
      {can(ask.session, 'storage.manage') && (
        <PostForm action={paths.retireBox(place.id)} token={ask.token} class="desk-section">
          <p class="acts">
            <Button kind="stop">この箱を廃止する</Button>
            <LinkButton href={paths.storage} kind="second">
              保管場所に戻る
            </LinkButton>
          </p>
        </PostForm>
      )}
    </TitledPage>
  );
}

const withBox = withRow((ask, id) => readPlace(ask.db, id));

export const boxRoutes: readonly Route[] = [
  get(paths.newBoxes, 'storage.manage', (ask) => newPage(ask)),
  post(paths.newBoxes, 'storage.manage', '棚と箱の追加', add),
  get(
    paths.box(':id'),
    'cards.move',
    withBox(async (ask, place) => {
      const cards = await cardsOfPlace(ask.db, viewerOf(ask), place.id);
      if (cards.length > 0)
        await recordView(ask.db, ask.actor, { saw: 'box', officeId: place.officeId, box: `${place.cabinet} ${place.box}` });
      return show(<BoxPage ask={ask} place={place} cards={cards} />);
    }),
  ),
  post(
    paths.retireBox(':id'),
    'storage.manage',
    '箱の廃止',
    withBox(async (ask, place) => {
      const retired = await retirePlace(ask.db, ask.actor, place.id);
      return retired.ok
        ? go(withQuery(paths.storage, { office: place.officeCode, done: 'retired' }))
        : go(withQuery(paths.box(place.id), { refused: retired.reason }));
    }),
  ),
];
