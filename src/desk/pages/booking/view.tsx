import type { Card } from '../../../cards/read.ts';
import { clockTime, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Finder } from '../../parts/finder.tsx';
import { boxesOf, PersonForm } from '../../parts/person-form.tsx';
import { PlacesForm } from '../../parts/places-form.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { keepWho, liesAt } from '../../parts/who.ts';
import { WHEREABOUTS_WORDS } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { Confirm } from './confirm.tsx';
import type { BookingProps } from './props.ts';

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

/** Why nothing can be booked for this card; undefined where it can. A person without a card can always, with a reason. */
export function whyNot({
  who,
  standing,
}: Pick<BookingProps, 'who' | 'standing'>): { words: string; href?: string; link?: string } | undefined {
  if (who?.by !== 'card') return undefined;
  const { card } = who;
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

/** First column: the card is found, or who comes is typed. */
function WhoColumn({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { search, who, service, standing } = props;
  const serviceId = service === undefined ? '' : String(service.id);
  const officeCode = props.places?.office.code ?? field(ask.query, 'office').slice(0, 40);
  if (service?.needsCard === false) {
    const errors = props.personErrors ?? {};
    const boxes = props.personErrors === undefined ? (who?.by === 'person' ? boxesOf(who.person) : {}) : (props.typed ?? {});
    return (
      <>
        <h2 id="who-title">
          <Order>1</Order>来られる方
        </h2>
        {who !== undefined && standing !== undefined && (
          <Notice kind="care" title="この方には予約があります">
            <Says>{`${shortDate(standing.day)} ${clockTime(standing.startMinute)}、${standing.officeName}です。`}</Says>
            {standing.number !== null && (
              <p class="acts">
                <LinkButton href={paths.reservation(standing.reservationId)} kind="second">
                  その予約を見る・変える
                </LinkButton>
              </p>
            )}
          </Notice>
        )}
        <PersonForm
          ask={ask}
          action={paths.bookingPerson}
          boxes={boxes}
          errors={errors}
          hidden={{ service: serviceId, office: officeCode }}
          focus={who === undefined}
          next={who === undefined || props.personErrors !== undefined ? '日時をえらぶ' : undefined}
        />
      </>
    );
  }
  const card = who?.by === 'card' ? who.card : undefined;
  return (
    <>
      <h2 id="who-title">
        <Order>1</Order>本人をさがす
      </h2>
      <Finder
        ask={ask}
        action={paths.bookingFind}
        found={props.found}
        chosen={card?.id}
        hidden={{ service: serviceId, office: props.places?.office.code ?? '' }}
        hrefOf={(cardId) =>
          withQuery(paths.booking, {
            search,
            card: cardId,
            office: field(ask.query, 'office').slice(0, 40),
            service: serviceId,
          })
        }
      />
      {card !== undefined && <Chosen card={card} />}
    </>
  );
}

const KEYS: [string, string][] = [
  ['1', '本人'],
  ['2', '場所'],
];

/** Booking by phone on one page: the columns follow the call. */
export function BookingPage({ ask, props }: { ask: SignedAsk; props: BookingProps }) {
  const { who, service, services, places, search } = props;
  const why = whyNot(props);
  const canExceed = can(ask.session, 'booking.exceed');
  const keep: Record<string, string> = { search, ...keepWho(who), service: service === undefined ? '' : String(service.id) };
  const open = who !== undefined && why === undefined && places !== undefined && service !== undefined;
  const lies = who === undefined ? null : liesAt(who);
  const wrong = Object.keys({ ...props.errors, ...props.personErrors }).length > 0 || props.problem !== undefined;
  return (
    <Page ask={ask} title="電話予約" wrong={wrong}>
      <div class="call-top">
        <h1>電話予約</h1>
        <ul class="keys" aria-label="キー操作">
          {[...KEYS, ...(services.length > 1 ? [['3', '手続き']] : [])].map(([key, words]) => (
            <li>
              <kbd>Alt</kbd>＋<kbd>{key}</kbd> {words}
            </li>
          ))}
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
      <ServiceTabs
        services={services}
        current={service}
        hrefOf={({ id }) => withQuery(paths.booking, { service: id, office: places?.office.code })}
      />
      {props.problem !== undefined && (
        <Notice kind="stop" role="alert" title="予約できませんでした">
          <Says>{props.problem}</Says>
        </Notice>
      )}
      <div class="call">
        <section aria-labelledby="who-title">
          <WhoColumn ask={ask} props={props} />
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
              needsCard={service.needsCard}
              travels={lies !== null && lies !== places.office.id}
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
                <p class="soft">
                  {service?.needsCard === false
                    ? '来られる方を入れると、空きと予約の数が出ます。'
                    : '本人を選ぶと、空きと予約の数が出ます。'}
                </p>
              </>
            )
          )}
        </section>
        <section aria-labelledby="read-title">
          <h2 id="read-title">
            <Order>3</Order>読み上げて確定
          </h2>
          {open ? (
            <Confirm ask={ask} props={props} who={who} service={service} places={places} />
          ) : (
            <p class="soft">日時をえらぶと、ここに読み上げる内容が出ます。</p>
          )}
        </section>
      </div>
    </Page>
  );
}
