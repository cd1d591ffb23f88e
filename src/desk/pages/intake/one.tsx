import { recordView } from '../../../audit/view.ts';
import type { NearCard, Nearness } from '../../../intake/near.ts';
import { nearCards } from '../../../intake/near.ts';
import { listOnes, nearSeen, type OneRefusal, type OneTaken, takeOne } from '../../../intake/take-one.ts';
import { cityDay, deskMoment } from '../../../lib/dates/jst.ts';
import { type FormErrors, hasErrors, Notice, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { noticeId, smallId } from '../../../lib/values/ids.ts';
import { lineOf } from '../../parts/find-people.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { Section } from '../../parts/section.tsx';
import { newOne } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { birthday } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { officesWithPlaces } from '../storage/offices.tsx';
import { BY_RULE, incomingOf, type OneFields, oneForm } from './one-form.ts';
import { undoPage, undoSubmit } from './one-undo.tsx';

const RIGHT = 'intake.take';
const SHOWN = 50;

const DONE: Readonly<Record<string, string>> = {
  card: 'カードを登録しました。',
  asked:
    '同じ交付通知書IDで氏名か生年月日が異なるカードがあるため、「氏名相違」として登録しました。判断すると、カードになります。',
  waiting:
    '同じ内容の「氏名相違」が、すでに判断を待っています。カードは登録していません。「取込みデータの氏名相違」で判断すると、カードになります。',
  undone: '登録を取り消しました。カードは、もうありません。',
};
/** What a row without a card says. */
const QUESTION: Readonly<Record<NonNullable<OneTaken['question']>, string>> = {
  open: '氏名相違（判断待ち）',
  known: '氏名相違（同じ内容が、先に判断待ち）',
  'corrected-name': '氏名相違（同じ方と判断）',
  'another-person': '氏名相違（別の方と判断）',
  dropped: '氏名相違（取り込まないと判断）',
};
const REFUSED: Readonly<Record<string, string>> = {
  touched: '予約・入出庫・備考などの記録があるため、登録を取り消せません。',
  decided:
    '氏名相違の判断が済んでいるため、登録を取り消せません。「取込みデータの氏名相違」で判断を取り消すと、取り消せるようになります。',
  undone_already: 'この登録は、すでに取り消されています。',
  nothing_stored: 'この登録は、取り消せません。',
};
const WRONG: Record<Exclude<OneRefusal, 'near'>, FormErrors> = {
  known: { noticeId: '交付通知書ID・生年月日・氏名が同じカードが、すでに登録されています。登録していません。' },
  over: { noticeId: '交付通知書ID・生年月日・氏名・製造番号などが同じカードが、交付済か廃棄済です。登録していません。' },
  no_such_place: { place: 'この箱は、使われなくなりました。別の箱を選んでください。' },
  full: { place: 'この箱は、いっぱいです。別の箱を選んでください。' },
  other_import_running: { noticeId: 'ほかの取込みが進んでいます。終わってから、もう一度押してください。登録していません。' },
};

const NEAR_WORDS: Record<Nearness, string> = {
  same: 'このカードです（登録済み）',
  over: 'このカードです（交付済・廃棄済）',
  contradicts: '氏名か生年月日が異なります。登録すると「氏名相違」になります',
  'same-id': '交付通知書IDが同じ、別のカードです',
  'same-person': '同じ方の、別のカードです',
};

/** Cards like the one that was typed (§8(1)④), told apart by name and birthday. */
function Near({ ask, near }: { ask: SignedAsk; near: readonly NearCard[] }) {
  if (near.length === 0) return null;
  return (
    <Notice kind="care" role="alert" title="似ているカードがあります">
      <Table
        caption="似ているカード"
        wide
        columns={[wholeCol('氏名'), wholeCol('生年月日'), wholeCol('交付通知書ID'), wholeCol('交付状況'), '似ている点']}
        rows={near.map(({ id, who, birthDate, birthText, noticeId: notice, statusName, near: how }) => [
          <a href={paths.person(id)}>{printable(who?.name ?? '').text}</a>,
          birthday({ birthDate, birthText: birthText ?? '' }, ask.clock),
          <span class="code">{notice}</span>,
          statusName ?? '',
          NEAR_WORDS[how],
        ])}
      />
    </Notice>
  );
}

function Ones({ ones }: { ones: readonly OneTaken[] }) {
  return (
    <Section id="ones" title="1枚ずつ登録したカード">
      <Table
        caption="1枚ずつの登録の履歴"
        wide
        empty="1枚ずつ登録したカードは、まだありません。"
        columns={[wholeCol('日時'), '職員', 'カード', '取り消し']}
        rows={ones.map(({ importId, at, by, cardId, noticeId: notice, who, question, undoneAt }) => [
          deskMoment(at),
          by ?? '',
          cardId === null ? (
            undoneAt !== null ? (
              `取消済（${deskMoment(undoneAt)}）`
            ) : question === null ? (
              ''
            ) : (
              QUESTION[question]
            )
          ) : (
            <a href={paths.person(cardId)}>
              <span class="code">{notice}</span> {printable(who?.name ?? '').text}
            </a>
          ),
          undoneAt === null && (cardId !== null || question === 'open') && (
            <a href={paths.undoIntakeOne(importId)}>
              登録を取り消す<span class="unseen">：{notice ?? deskMoment(at)}</span>
            </a>
          ),
        ])}
      />
    </Section>
  );
}

type Tried = { errors: FormErrors; near?: readonly NearCard[]; values?: Partial<OneFields> };

async function page(ask: SignedAsk, { errors, near = [], values = {} }: Tried = { errors: {} }): Promise<Answer> {
  const viewer = viewerOf(ask);
  const [{ offices, places }, ones] = await Promise.all([officesWithPlaces(ask), listOnes(ask.db, viewer, SHOWN)]);
  const refused = REFUSED[field(ask.query, 'stays')];
  const seen = near.length + ones.filter(({ who }) => who !== null).length;
  if (seen > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: seen });
  return show(
    <TitledPage
      ask={ask}
      title="カードを1枚登録する"
      crumbs={[{ href: paths.intake, words: 'カードの取込み' }]}
      said={DONE[field(ask.query, 'done')]}
      refused={refused}
      errors={errors}
    >
      <Says class="lead">
        一覧のファイルにないカードを、1枚登録します。個人番号と申請書ID（23桁）は、どの欄にも入力できません。
      </Says>
      <Near ask={ask} near={near} />
      <DeskForm
        class="desk-form form-two"
        ask={ask}
        form={oneForm(offices, places)}
        action={paths.intakeOne}
        values={{ place: BY_RULE, arrivedOn: cityDay(ask.now), ...values }}
        errors={errors}
        seen={nearSeen(near)}
        submit={near.length === 0 ? 'このカードを登録する' : '確かめたので、このカードを登録する'}
        back={{ href: paths.intake, words: '取込みに戻る' }}
        focus="noticeId"
      />
      <Ones ones={ones} />
    </TitledPage>,
    hasErrors(errors) || near.length > 0 ? 422 : 200,
  );
}

async function take(ask: SignedAsk): Promise<Answer> {
  const { offices, places } = await officesWithPlaces(ask);
  const typed = readForm(ask, oneForm(offices, places));
  if (!typed.ok) return page(ask, { errors: typed.errors });
  const card = incomingOf(typed.value, cityDay(ask.now));
  const box = smallId(typed.value.place);
  const request = { card, placeId: box.ok ? box.value : null, seen: field(ask.body, 'seen') };
  const taken = await takeOne(ask.db, ask.actor, viewerOf(ask), request);
  if (taken.ok) return go(withQuery(paths.intakeOne, { done: taken.value.became }));
  const near = (await nearCards(ask.db, viewerOf(ask), card)).filter(({ who }) => who !== null);
  return page(ask, { errors: taken.reason === 'near' ? {} : WRONG[taken.reason], near });
}

/** A search that found nothing leads here with what was typed, where it is a notice ID: behind its opaque id, never in the address. */
async function fromSearch(ask: SignedAsk): Promise<Answer> {
  const typed = noticeId(await lineOf(ask, ask.query['found']));
  return page(ask, { errors: {}, values: typed.ok ? { noticeId: typed.value } : {} });
}

export const oneRoutes: readonly Route[] = [
  get(paths.intakeOne, RIGHT, fromSearch),
  post(paths.intakeOne, RIGHT, { words: 'カードの1枚登録', of: newOne }, take),
  get(paths.undoIntakeOne(':id'), RIGHT, undoPage),
  post(paths.undoIntakeOne(':id'), RIGHT, 'カードの1枚登録の取り消し', undoSubmit),
];
