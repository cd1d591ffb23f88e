import type { ComponentChildren } from 'preact';
import type { CountedCard } from '../../../cards/stocktake-read.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { Button, PostForm } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { scannedBirth } from '../../parts/scan-answer.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { CountProps } from './props.ts';
import { FOREIGN_WORDS, nameOf } from './words.ts';

type Props = { ask: SignedAsk; props: CountProps };

/** One of the four parts of a count: its number is read from two metres. `look`: its colour, where there is anything in it. */
function Part({
  id,
  title,
  count,
  look,
  children,
}: {
  id: string;
  title: string;
  count: number;
  look: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`count-part count-${look}`} aria-labelledby={id}>
      <h2 id={id} class={count === 0 ? 'count-none' : undefined}>
        {title}{' '}
        <b>
          {grouped(count)}
          <small>枚</small>
        </b>
      </h2>
      {children}
    </section>
  );
}

const PEGS = { seen: '確認済', left: '未確認', out: '箱の外' } as const;

/** Every position of the box that a card belongs in: seen, not yet, or taken out by the records. */
export function Boxed({ props: { boxed, left } }: { props: CountProps }) {
  const out = boxed.filter(({ whereabouts }) => whereabouts !== 'shelf' && whereabouts !== 'missing').length;
  const open = new Set(left.map(({ cardId }) => cardId));
  return (
    <Part id="boxed" title="箱の記録" count={boxed.length} look="boxed">
      {out > 0 && <p class="small soft">このうち{out}枚は、引き抜きなどで箱の外にあります。</p>}
      <ol class="pegs">
        {boxed.map(({ id, position, whereabouts }) => {
          const is = open.has(id) || whereabouts === 'missing' ? 'left' : whereabouts === 'shelf' ? 'seen' : 'out';
          return (
            <li class={`peg-${is}`}>
              <span>{is === 'out' ? '－' : (position ?? '？')}</span>
              <span class="unseen">{PEGS[is]}</span>
            </li>
          );
        })}
      </ol>
    </Part>
  );
}

const RECENT = 8;

/** Takes back what was seen of a card last. */
const Unsee = ({ ask, stocktake, card }: { ask: SignedAsk; stocktake: number; card: CountedCard }) => (
  <PostForm action={paths.stocktakeAct(stocktake, 'unsee')} token={ask.token} hidden={{ card: String(card.cardId) }}>
    <Button kind="second">
      取消<span class="unseen">：{nameOf(card)}</span>
    </Button>
  </PostForm>
);

export function Seen({ ask, props: { cards, stocktake } }: Props) {
  const seen = cards.filter(({ result }) => result === 'seen');
  return (
    <Part id="seen" title="確認済" count={seen.length} look="seen">
      <ul class="count-rows">
        {seen.slice(0, RECENT).map((card) => (
          <li>
            <p>
              <b>{card.position ?? '－'}</b> {nameOf(card)}
              <small>
                <span class="unbroken">{scannedBirth(card)}</span>　{clockTime(cityMinute(card.at))}
              </small>
            </p>
            {card.last && <Unsee ask={ask} stocktake={stocktake.id} card={card} />}
          </li>
        ))}
      </ul>
      {seen.length > RECENT && <p class="small soft">新しい順。ほか{grouped(seen.length - RECENT)}枚</p>}
    </Part>
  );
}

/** Cards nobody has seen yet, whose holder comes soon said with it: ticked by hand where there is no scanner. */
export function NotSeen({ ask, props: { left, coming, stocktake } }: Props) {
  const today = cityDay(ask.now);
  return (
    <Part id="left" title="未確認" count={left.length} look="left">
      {left.length === 0 ? (
        <p class="small soft">箱の記録のカードは、すべて確認しました。</p>
      ) : (
        <PostForm action={paths.stocktakeAct(stocktake.id, 'tick')} token={ask.token}>
          <ul class="count-rows count-ticks">
            {left.map((card) => {
              const visit = coming.get(card.cardId);
              return (
                <li>
                  <label>
                    <input type="checkbox" name={`card-${card.cardId}`} value="yes" />
                    <span>
                      <b>{card.position ?? '－'}</b> {nameOf(card)}
                      <small>
                        <span class="unbroken">{scannedBirth(card)}</span> <span class="code">{card.noticeId ?? ''}</span>
                      </small>
                      {visit !== undefined && (
                        <small class="state-stop">
                          {visit.day === today ? '本日' : shortDate(visit.day)} {clockTime(visit.startMinute)}に来庁
                        </small>
                      )}
                    </span>
                  </label>
                </li>
              );
            })}
          </ul>
          <Button kind="second">印を付けたカードを確認済にする</Button>
        </PostForm>
      )}
    </Part>
  );
}

export function ForeignCards({ ask, props: { cards, stocktake } }: Props) {
  const foreign = cards.filter(({ result }) => result === 'foreign');
  return (
    <Part id="foreign" title="この箱にないカード" count={foreign.length} look="foreign">
      <ul class="count-rows">
        {foreign.map((card) => (
          <li>
            <p>
              {nameOf(card)}
              <small>
                <span class="unbroken">{scannedBirth(card)}</span> <span class="code">{card.noticeId ?? ''}</span>
              </small>
              <small>{card.foreign === null || !card.last ? '処理済' : FOREIGN_WORDS[card.foreign](card).first}</small>
            </p>
            {card.last && <Unsee ask={ask} stocktake={stocktake.id} card={card} />}
          </li>
        ))}
      </ul>
    </Part>
  );
}
