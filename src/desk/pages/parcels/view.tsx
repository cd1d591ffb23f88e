import type { Parcel } from '../../../cards/parcels.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import type { LeftCard } from '../../../counter/expected-cards.ts';
import type { ParcelWait } from '../../../counter/late-parcels.ts';
import type { PackedCard } from '../../../counter/parcel-cards.ts';
import { clockTime, longDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, rightCol, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { isOwn } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { type RefusedScan, RefusedScanBox, ScanAnswerBox, scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { ShelfLeft } from '../../parts/shelf-left.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { arrivalWords, SAID, stateWords, waitWords } from './words.ts';

export type ParcelAnswer = RefusedScan | { kind: 'done'; card: PackedCard } | { kind: 'several'; cards: readonly ScannedCard[] };

type ParcelProps = {
  parcel: Parcel;
  cards: readonly PackedCard[];
  /** What is to be sent there and lies in no box yet. */
  left: readonly LeftCard[];
  /** Why it waits for somebody. */
  wait: ParcelWait | undefined;
  /** The day by whose end it should be there; null: it was not sent. */
  arrives: string | null;
  answer?: ParcelAnswer | undefined;
  refused?: string | undefined;
};
type Of = { ask: SignedAsk; props: ParcelProps };

/** Whether this account packs it: where it leaves. At the other end it is only looked at. */
const packs = ({ ask, props: { parcel } }: Of): boolean => parcel.sentAt === null && isOwn(ask.session, parcel.fromId);

function Answer({ ask, props: { parcel, answer } }: Of) {
  if (answer === undefined) return null;
  if (answer.kind === 'several')
    return <SharedIdBox ask={ask} cards={answer.cards} action={paths.parcel(parcel.id)} hidden={{}} />;
  if (answer.kind === 'done') {
    const { card } = answer;
    return (
      <ScanAnswerBox
        look="done"
        says="箱に入れました"
        place={`${card.position}枚目　${parcel.toName}へ`}
        card={{ ...card, noticeId: card.noticeId ?? '', birthText: card.birthText ?? '' }}
      />
    );
  }
  return <RefusedScanBox answer={answer} />;
}

const visitWords = ({ day, minute }: PackedCard): string =>
  day === null ? '予約なし' : `${longDate(day)} ${minute === null ? '' : clockTime(minute)}`;

/** What lies in it, in its order; before it is sent each may be taken out. */
function Contents({ ask, props }: Of) {
  const { parcel, cards } = props;
  const open = packs({ ask, props });
  return (
    <Table
      caption={`便 ${parcel.id}のカード`}
      wide
      stacked="named"
      empty="まだ、1枚も入っていません。"
      columns={[
        rightCol('順'),
        wholeCol('氏名・生年月日'),
        wholeCol('交付通知書ID・予約'),
        wholeCol('状態'),
        ...(open ? ['操作'] : []),
      ]}
      rows={cards.map((card) => [
        String(card.position),
        <>
          {card.who === null ? '支援措置' : <a href={paths.person(card.id)}>{card.who.name}</a>}
          {card.who !== null && <span class="sub">{scannedBirth(card)}</span>}
        </>,
        <>
          {card.noticeId ?? ''}
          {card.who !== null && <span class="sub">{visitWords(card)}</span>}
        </>,
        stateWords(card),
        ...(open
          ? [
              <PostForm action={paths.parcelAct(parcel.id, 'unpack')} token={ask.token} hidden={{ card: String(card.id) }}>
                <Button kind="second">
                  箱から出す<span class="unseen">：{scannedName(card)}</span>
                </Button>
              </PostForm>,
            ]
          : []),
      ])}
    />
  );
}

/** What should lie in it and does not, in the order of the shelf. */
function Left({ ask, props }: Of) {
  const { left, parcel } = props;
  if (!packs({ ask, props })) return null;
  const notThere = field(ask.query, 'rows') === 'not-there';
  return (
    <aside class="desk-side scan-rest" aria-labelledby="left">
      <h2 id="left">
        まだ箱に入れていないカード{' '}
        <b>
          {grouped(left.length)}
          <small>枚</small>
        </b>
      </h2>
      {left.length === 0 ? (
        <p class="empty">{parcel.toName}へ送るカードは、残っていません。</p>
      ) : (
        <ShelfLeft
          left={left}
          notThere={notThere}
          other={withQuery(paths.parcel(parcel.id), { rows: notThere ? '' : 'not-there' })}
          rest="すべては回送リストにあります。"
        />
      )}
    </aside>
  );
}

/** What is done with the parcel as a whole: bound to what is shown. */
function Acts({ ask, props }: Of) {
  const { parcel, cards } = props;
  const slip = can(ask.session, 'lists.take') && (
    <LinkButton href={paths.parcelPdf(parcel.id)} kind="second">
      回送票を印刷する
    </LinkButton>
  );
  if (parcel.sentAt !== null) {
    const links = (
      <>
        {slip}
        {isOwn(ask.session, parcel.toId) && (
          <LinkButton href={withQuery(paths.cardScan('receive'), { office: parcel.toCode })} kind="second">
            {parcel.toName}で受領を読み取る
          </LinkButton>
        )}
      </>
    );
    // Once something followed for one of its cards, the sending stands.
    if (!parcel.untouched || !isOwn(ask.session, parcel.fromId)) return <p class="acts">{links}</p>;
    return (
      <PostForm action={paths.parcelAct(parcel.id, 'unsend')} token={ask.token}>
        <p class="acts">
          {links}
          <Button kind="stop">発送を取り消す</Button>
        </p>
      </PostForm>
    );
  }
  if (!packs({ ask, props })) return cards.length === 0 ? null : <p class="acts">{slip}</p>;
  if (cards.length === 0)
    return (
      <PostForm action={paths.parcelAct(parcel.id, 'drop')} token={ask.token}>
        <p class="acts">
          <Button kind="stop">この便を取りやめる</Button>
        </p>
      </PostForm>
    );
  return (
    <PostForm
      action={paths.parcelAct(parcel.id, 'send')}
      token={ask.token}
      hidden={{ cards: cards.map(({ id }) => String(id)).join(' ') }}
    >
      <p class="acts">
        <Button>
          {grouped(cards.length)}枚を{parcel.toName}へ発送する
        </Button>
        {slip}
      </p>
    </PostForm>
  );
}

/** A parcel: packed by scan, its slip, sent, and what has arrived. */
export function ParcelPage({ ask, props }: Of) {
  const { parcel, refused, wait, arrives } = props;
  const open = parcel.sentAt === null;
  return (
    <TitledPage
      ask={ask}
      title={`便 ${parcel.id}`}
      heading={`便 ${parcel.id}：${parcel.fromName}から${parcel.toName}へ`}
      crumbs={[
        { href: paths.storage, words: '保管場所' },
        {
          href: withQuery(paths.parcels, { office: isOwn(ask.session, parcel.fromId) ? parcel.fromCode : parcel.toCode }),
          words: '回送の便',
        },
      ]}
      said={SAID[field(ask.query, 'done')]}
      refused={refused}
    >
      <div class="desk-columns">
        <div class="desk-body">
          {wait !== undefined && (
            <Notice kind="stop" title={waitWords(wait).sign}>
              <Says>{waitWords(wait).act}</Says>
            </Notice>
          )}
          {packs({ ask, props }) ? (
            <ScanForm
              ask={ask}
              action={paths.parcel(parcel.id)}
              hint={`${parcel.toName}へ送るカードを、箱に入れながら読み取ってください。棚のカードは、引き抜いたことも記録します。`}
            />
          ) : open ? (
            <Says class="lead">{`${parcel.fromName}で箱に入れています。まだ発送していません。`}</Says>
          ) : (
            <Says class="lead">
              {`${deskMoment(parcel.sentAt ?? parcel.openedAt)}に${parcel.sentBy ?? ''}が発送しました。${arrives === null || parcel.received === parcel.cards ? '' : `届く予定は、${longDate(arrives)}です。`}受領済 ${grouped(parcel.received)}枚、${arrivalWords(parcel)}。`}
            </Says>
          )}
          <Answer ask={ask} props={props} />
          <Acts ask={ask} props={props} />
          <Contents ask={ask} props={props} />
        </div>
        <Left ask={ask} props={props} />
      </div>
    </TitledPage>
  );
}
