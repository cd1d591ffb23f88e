import { randomUUID } from 'node:crypto';
import type { Card } from '../../../cards/read.ts';
import { longDate, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import {
  Button,
  ErrorSummary,
  type FormErrors,
  LinkButton,
  Notice,
  PostForm,
  Says,
  TextArea,
  TextField,
} from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { freeOf } from '../../../reservations/grid.ts';
import type { standingOf } from '../../../reservations/read.ts';
import type { Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Finder, type Found } from '../../parts/finder.tsx';
import type { Places } from '../../parts/places.ts';
import { PlacesForm } from '../../parts/places-form.tsx';
import { WHEREABOUTS_WORDS } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';

export type BookingProps = {
  search: string;
  found: Found;
  card: Card | undefined;
  standing: Awaited<ReturnType<typeof standingOf>>;
  service: Service | undefined;
  places: Places | undefined;
  errors: FormErrors;
  /** Why the booking was refused, where no single box is at fault. */
  problem?: string;
  /** What was typed, after a refusal; empty fields on the first showing come from the card. */
  typed: Readonly<Record<string, unknown>> | undefined;
};

const Order = ({ children }: { children: string }) => (
  <span class="order" aria-hidden="true">
    {children}
  </span>
);

function Chosen({ card }: { card: Card }) {
  return (
    <dl class="read-aloud chosen-card">
      <dt>本人</dt>
      <dd>
        <a href={paths.person(card.id)}>{printable(card.name).text}</a> <span class="code">{card.noticeId}</span>
      </dd>
      <dt>カードはいま</dt>
      <dd>{card.place ?? WHEREABOUTS_WORDS[card.whereabouts]}</dd>
      <dt>交付状況</dt>
      <dd>{card.statusName}</dd>
      {card.remark !== null && card.remark.body !== '' && (
        <>
          <dt>備考</dt>
          <dd>{card.remark.body}</dd>
        </>
      )}
    </dl>
  );
}

/** Why nothing can be booked for this card; undefined where it can. */
export function whyNot({ card, standing }: BookingProps): { words: string; href?: string; link?: string } | undefined {
  if (card === undefined) return undefined;
  if (!card.isOpen || card.bookableBy === 'nobody')
    return { words: `交付状況が「${card.statusName}」のため、予約を受けられません。` };
  if (standing?.sameCard === true)
    return {
      words: `${shortDate(standing.day)} ${spokenTime(standing.startMinute)}、${standing.officeName}の予約があります。`,
      href: standing.number === null ? paths.person(card.id) : paths.reservation(standing.reservationId),
      link: standing.number === null ? 'カードの画面を見る' : 'その予約を見る・変える',
    };
  return undefined;
}

function Confirm({
  ask,
  props,
  card,
  service,
  places,
}: {
  ask: SignedAsk;
  props: BookingProps;
  card: Card;
  service: Service;
  places: Places;
}) {
  const { chosen, office } = places;
  const { errors, standing } = props;
  if (chosen === undefined) return <p class="soft">日時をえらぶと、ここに読み上げる内容が出ます。</p>;
  const typed = (name: string, otherwise: string) => (props.typed === undefined ? otherwise : field(props.typed, name));
  const full = freeOf(chosen) === 0;
  // The cursor waits in the first box that is needed; after errors the list of them has it.
  const first = Object.keys(errors).length > 0 ? '' : full ? 'exceed' : standing !== undefined ? 'person' : 'mail';
  return (
    <>
      <dl class="read-aloud">
        <dt>お名前</dt>
        <dd>{printable(card.name).text} さま</dd>
        <dt>日時</dt>
        <dd class="read-large">
          {longDate(chosen.day)}
          <br />
          {spokenTime(chosen.startMinute)}
        </dd>
        <dt>場所</dt>
        <dd>
          {office.name}
          <span class="sub">{office.address}</span>
        </dd>
        {service.bring.length > 0 && (
          <>
            <dt>お持ちいただくもの</dt>
            <dd>{service.bring.join('、')}</dd>
          </>
        )}
      </dl>
      <ErrorSummary errors={errors} />
      <PostForm
        action={paths.booking}
        token={ask.token}
        hidden={{
          id: typed('id', randomUUID()),
          card: String(card.id),
          slot: String(chosen.id),
          service: String(service.id),
          office: office.code,
          from: places.days[0] ?? '',
          search: props.search,
          remark_from: typed('remark_from', card.remark === null ? '' : String(card.remark.id)),
        }}
      >
        {full && (
          <TextField
            name="exceed"
            label="枠を超える理由"
            hint="満員の枠です。理由は記録に残ります。"
            error={errors['exceed']}
            value={typed('exceed', '')}
            autoFocus={first === 'exceed'}
          />
        )}
        {standing !== undefined && (
          <TextField
            name="person"
            label="重ねて予約する理由"
            hint={`同じ方に、${shortDate(standing.day)}の予約（${standing.number ?? '手続き中'}）があります。`}
            error={errors['person']}
            value={typed('person', '')}
            autoFocus={first === 'person'}
          />
        )}
        <TextField
          name="mail"
          label="メールアドレス"
          need="may"
          type="text"
          inputMode="email"
          error={errors['mail']}
          value={typed('mail', '')}
          autoFocus={first === 'mail'}
        />
        <TextField
          name="phone"
          label="電話番号"
          need="may"
          type="tel"
          error={errors['phone']}
          value={typed('phone', card.phone)}
        />
        <TextArea
          name="remark"
          label="備考"
          need="may"
          rows={2}
          error={errors['remark']}
          value={typed('remark', card.remark?.body ?? '')}
        />
        <p class="acts">
          <Button wide>この内容で予約する</Button>
        </p>
      </PostForm>
    </>
  );
}

/** Booking by phone on one page: the columns follow the call. */
export function BookingPage({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { card, service, places, search } = props;
  const why = whyNot(props);
  const canExceed = can(ask.session, 'booking.exceed');
  const keep: Record<string, string> = { search, card: card === undefined ? '' : String(card.id) };
  const open = card !== undefined && why === undefined && places !== undefined && service !== undefined;
  return (
    <Page ask={ask} title="電話予約" wrong={Object.keys(props.errors).length > 0 || props.problem !== undefined}>
      <div class="call-top">
        <h1>電話予約</h1>
        <ul class="keys" aria-label="キー操作">
          <li>
            <kbd>Alt</kbd>＋<kbd>1</kbd> 本人
          </li>
          <li>
            <kbd>Alt</kbd>＋<kbd>2</kbd> 場所
          </li>
          <li>
            <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> 枠をえらぶ
          </li>
          <li>
            <kbd>Tab</kbd> つぎへ
          </li>
          <li>
            <kbd>Enter</kbd> 決める
          </li>
        </ul>
      </div>
      {props.problem !== undefined && (
        <Notice kind="stop" role="alert" title="予約できませんでした">
          <Says>{props.problem}</Says>
        </Notice>
      )}
      <div class="call">
        <section aria-labelledby="who-title">
          <h2 id="who-title">
            <Order>1</Order>本人をさがす
          </h2>
          <Finder
            ask={ask}
            action={paths.bookingFind}
            found={props.found}
            chosen={card?.id}
            hidden={places === undefined ? {} : { office: places.office.code }}
            hrefOf={(cardId) =>
              withQuery(paths.booking, { search, card: cardId, office: field(ask.query, 'office').slice(0, 40) })
            }
          />
          {card !== undefined && <Chosen card={card} />}
        </section>
        <section class="call-places" aria-label="日時をえらぶ">
          {why !== undefined && (
            <Notice kind="care" title="予約を受けられません">
              <Says>{why.words}</Says>
              {why.href !== undefined && (
                <p class="acts">
                  <LinkButton href={why.href} kind="second">
                    {why.link}
                  </LinkButton>
                </p>
              )}
            </Notice>
          )}
          {open ? (
            <PlacesForm
              places={places}
              action={paths.booking}
              keep={keep}
              canExceed={canExceed}
              focus={places.chosen === undefined}
              travels={card.officeId !== null && card.officeId !== places.office.id}
              hrefFrom={(from) => withQuery(paths.booking, { ...keep, office: places.office.code, from })}
              heading={
                <h2>
                  <Order>2</Order>日時をえらぶ
                </h2>
              }
            />
          ) : (
            why === undefined && (
              <>
                <h2>
                  <Order>2</Order>日時をえらぶ
                </h2>
                <p class="soft">本人を選ぶと、空きと予約の数が出ます。</p>
              </>
            )
          )}
        </section>
        <section aria-labelledby="read-title">
          <h2 id="read-title">
            <Order>3</Order>読み上げて確定
          </h2>
          {open ? (
            <Confirm ask={ask} props={props} card={card} service={service} places={places} />
          ) : (
            <p class="soft">日時をえらぶと、ここに読み上げる内容が出ます。</p>
          )}
        </section>
      </div>
    </Page>
  );
}
