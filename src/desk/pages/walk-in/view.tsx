import { Button, hasErrors, LinkButton, PostForm, SelectBox } from '../../../lib/html/index.ts';
import { Finder } from '../../parts/finder.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { withOf } from '../../parts/party.ts';
import { PartyList } from '../../parts/party-list.tsx';
import { PersonForm } from '../../parts/person-form.tsx';
import { EnterButton } from '../../parts/places-column.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { keepWho, nameOf } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { WalkInProps } from './props.ts';
import { Receive } from './receive.tsx';

/** Who came along with the first, and one more to be found. */
const Along = ({ ask, props }: { ask: SignedAsk; props: WalkInProps }) => (
  <PostForm
    action={paths.walkInAlong}
    token={ask.token}
    hidden={{
      ...keepWho(props.who),
      with: withOf(props.party),
      search: props.search,
      office: props.office.code,
      service: props.service === undefined ? '' : String(props.service.id),
    }}
  >
    <EnterButton />
    <PartyList
      ask={ask}
      party={props.party}
      needsCard={props.service?.needsCard !== false}
      found={props.foundMore}
      open={props.more}
      errors={props.moreErrors}
      said={props.moreSaid}
    />
  </PostForm>
);

export function WalkInPage({ ask, props }: { ask: SignedAsk; props: WalkInProps }) {
  const { who, office, search, service, services, party } = props;
  const serviceId = service === undefined ? '' : String(service.id);
  const several = props.found.state === 'found' && props.found.hits.length > 1;
  const wrong = hasErrors({ ...props.errors, ...props.personErrors, ...props.moreErrors }) || props.moreSaid !== undefined;
  return (
    <TitledPage ask={ask} title="窓口受付" heading="窓口受付（予約のない方）" wrong={wrong} refused={props.problem}>
      <ServiceTabs
        services={services}
        current={service}
        hrefOf={({ id }) => withQuery(paths.walkIn, { service: id, office: office.code })}
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
        <Button kind="second">切替</Button>
      </form>
      <div class="call call-counter">
        <section class="call-who" aria-label={service?.needsCard === false ? '来庁者' : '本人'}>
          {service?.needsCard === false ? (
            <PersonForm
              ask={ask}
              action={paths.walkInPerson}
              known={who?.by === 'person' ? who.person : undefined}
              errors={props.personErrors}
              hidden={{ service: serviceId, office: office.code }}
              next="現在の枠を表示する"
            />
          ) : who?.by === 'card' ? (
            <KnownCard ask={ask} card={who.card}>
              <p class="chosen-other">
                <LinkButton
                  href={withQuery(paths.walkIn, { search: several ? search : '', office: office.code, service: serviceId })}
                  kind="second"
                >
                  別の方を受け付ける
                </LinkButton>
              </p>
            </KnownCard>
          ) : (
            <Finder
              ask={ask}
              action={paths.walkInFind}
              found={props.found}
              hidden={{ office: office.code, service: serviceId }}
              hrefOf={(cardId) => withQuery(paths.walkIn, { search, card: cardId, office: office.code, service: serviceId })}
            />
          )}
          {who !== undefined && service !== undefined && <Along ask={ask} props={props} />}
        </section>
        <section class="call-places" aria-labelledby="receive-title">
          <h2 id="receive-title">{who === undefined ? '受け付け' : party.map((one) => `${nameOf(one.who)}さん`).join('、')}</h2>
          {who === undefined ? (
            <p class="soft">
              {service?.needsCard === false
                ? '来庁者を入力すると、現在の枠に受け付けられます。'
                : '本人を選ぶと、現在の枠に受け付けられます。'}
            </p>
          ) : (
            <Receive ask={ask} props={props} who={who} />
          )}
        </section>
      </div>
    </TitledPage>
  );
}
