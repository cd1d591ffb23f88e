import { randomUUID } from 'node:crypto';
import { Button, hasErrors, LinkButton, PostForm, SelectBox } from '../../../lib/html/index.ts';
import { Finder, lookClass } from '../../parts/finder.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { cardsAlong, withOf } from '../../parts/party.ts';
import { PartyList } from '../../parts/party-list.tsx';
import { KnownPerson, PersonForm } from '../../parts/person-form.tsx';
import { EnterButton } from '../../parts/places-column.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { keepWho, nameOf, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { WalkInProps } from './props.ts';
import { Receive } from './receive.tsx';
import { whenQuery } from './when.ts';
import { WhenBoxes, WrongDay } from './when-boxes.tsx';

/** All of the page once somebody is known, in one form: who comes along and what is corrected lose nothing typed. */
function Known({ ask, props, who }: PageProps & { who: Who }) {
  const { office, service, party, search, when } = props;
  const several = props.found.state === 'found' && props.found.hits.length > 1;
  const serviceId = service === undefined ? '' : String(service.id);
  return (
    <PostForm
      action={paths.walkIn}
      token={ask.token}
      class="call call-counter"
      hidden={{
        id: field(ask.body, 'id') || randomUUID(),
        ...keepWho(who),
        with: withOf(party),
        service: serviceId,
        office: office.code,
        slot: when.slot === undefined ? '' : String(when.slot.id),
        ...whenQuery(when),
        search,
        find: props.find,
      }}
    >
      <EnterButton />
      <section class="call-who" aria-label={who.by === 'person' ? '来庁者' : '本人'}>
        {who.by === 'person' ? (
          <KnownPerson ask={ask} person={who.person} errors={props.personErrors} />
        ) : (
          <KnownCard ask={ask} card={who.card} along={cardsAlong(party)}>
            <p class="chosen-other">
              <LinkButton
                href={withQuery(paths.walkIn, {
                  search: several ? search : '',
                  office: office.code,
                  service: serviceId,
                  ...whenQuery(when),
                })}
                kind="second"
              >
                別の方を受付する
              </LinkButton>
            </p>
          </KnownCard>
        )}
        <PartyList
          ask={ask}
          party={party}
          needsCard={who.by === 'card'}
          found={props.foundMore}
          open={props.more}
          errors={props.moreErrors}
          said={props.moreSaid}
        />
      </section>
      <section class="call-places" aria-labelledby="receive-title">
        <h2 id="receive-title">{party.map((one) => `${nameOf(one.who)}さん`).join('、')}</h2>
        <Receive ask={ask} props={props} who={who} />
      </section>
    </PostForm>
  );
}

/** Before anybody is known: a card is looked for, or who came is typed. */
function Look({ ask, props }: PageProps) {
  const { office, search, service } = props;
  const at = { office: office.code, service: service === undefined ? '' : String(service.id), ...whenQuery(props.when) };
  const needsCard = service?.needsCard !== false;
  return (
    <div class={`call call-counter${lookClass(props.found)}`}>
      <section class="call-who" aria-label={needsCard ? '本人' : '来庁者'}>
        {needsCard ? (
          <Finder
            ask={ask}
            action={paths.walkInFind}
            found={props.found}
            hidden={at}
            hrefOf={(cardId) => withQuery(paths.walkIn, { search, card: cardId, ...at })}
          />
        ) : (
          <PersonForm
            ask={ask}
            action={paths.walkInPerson}
            known={undefined}
            errors={props.personErrors}
            hidden={at}
            next="現在の枠を表示する"
          />
        )}
      </section>
      <section class="call-places" aria-labelledby="receive-title">
        <h2 id="receive-title">受付</h2>
        <p class="soft">
          {needsCard ? '本人を選ぶと、現在の枠で受付できます。' : '来庁者を入力すると、現在の枠で受付できます。'}
        </p>
      </section>
    </div>
  );
}

type PageProps = { ask: SignedAsk; props: WalkInProps };

export function WalkInPage({ ask, props }: PageProps) {
  const { who, office, search, service, services, party, when } = props;
  const serviceId = service === undefined ? '' : String(service.id);
  const wrong =
    hasErrors({ ...props.errors, ...props.personErrors, ...props.moreErrors }) || props.moreSaid !== undefined || when.wrongDay;
  return (
    <TitledPage ask={ask} title="窓口受付" heading="窓口受付（予約のない方）" wrong={wrong} refused={props.problem}>
      <ServiceTabs
        services={services}
        current={service}
        hrefOf={({ id }) => withQuery(paths.walkIn, { service: id, office: office.code, ...whenQuery(when) })}
      />
      <form method="get" action={paths.walkIn} class="row-form walk-in-office">
        <input type="hidden" name="search" value={search} />
        {Object.entries({ ...keepWho(who), with: withOf(party), service: serviceId }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="office">{service?.needsCard === false ? '受付場所' : '交付場所'}</label>
        <SelectBox
          id="office"
          name="office"
          value={office.code}
          options={props.offices.map(({ code, name }) => ({ value: code, label: name }))}
          attributes={{ accessKey: '2' }}
        />
        <WhenBoxes when={when} />
        <Button kind="second">表示する</Button>
        <WrongDay when={when} />
      </form>
      {who === undefined || service === undefined ? (
        <Look ask={ask} props={props} />
      ) : (
        <Known ask={ask} props={props} who={who} />
      )}
    </TitledPage>
  );
}
