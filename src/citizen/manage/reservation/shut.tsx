import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { phoneOf } from '../../city.ts';
import type { Office } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import { BothNames, ServiceName, useSay, useTexts } from '../../speech.tsx';
import type { Holding } from '../../visit.ts';

type ShutProps = {
  token: string;
  booked: Holding & { number: string };
  office: Office | undefined;
  /** Places are set aside for this visit until then. */
  priorityUntil: Date | null;
};

/** A visit whose counter was shut (要振替): what happened, and the way to another day. Nothing that looks as if one could come: no QR code, no print. */
export function ShutPage({ token, booked, office, priorityUntil }: ShutProps) {
  const all = useTexts().reservation;
  const words = all.shut;
  const say = useSay();
  const phone = phoneOf(office);
  return (
    <Frame title={words.title} token={token}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.says}</Says>
      <div class="visit">
        <p class="visit-was">
          <Phrase>{words.was}</Phrase>
        </p>
        <p class="visit-when">
          <Phrase>{say.longWhen(booked.day, booked.startMinute)}</Phrase>
        </p>
        <p class="visit-where">{office !== undefined && <BothNames of={office} />}</p>
        <p class="visit-who">
          <ServiceName visit={booked} />
          <span class="visit-id">
            {all.number} <span class="code">{booked.number}</span>
          </span>
        </p>
      </div>
      {priorityUntil !== null && (
        <Notice kind="info">
          <Says>{put(words.priority, { until: say.longWhen(cityDay(priorityUntil), cityMinute(priorityUntil)) })}</Says>
        </Notice>
      )}
      <div class="acts">
        <LinkButton href={withQuery(paths.calendar, { office: booked.officeCode })}>{words.change}</LinkButton>{' '}
        <LinkButton href={paths.cancel} kind="stop">
          {words.cancel}
        </LinkButton>
      </div>
      <div class="acts no-print">
        <LinkButton href={paths.calendarFile} kind="second">
          {words.calendar}
        </LinkButton>
      </div>
      {booked.needsCard && <Says class="lead">{words.kept}</Says>}
      <Says>{put(words.call, { phone })}</Says>
      <div class="acts no-print">
        <PostForm action={paths.finish} token={token}>
          <Button kind="second">{all.finish}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}
