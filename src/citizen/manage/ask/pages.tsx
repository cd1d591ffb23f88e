import { textsOf } from '../../../languages/index.ts';
import { Ended } from '../../parts/ended.tsx';
import { MailsAway } from '../../parts/mails-away.tsx';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, show } from '../../route.ts';

/** The same words whether there is a reservation or not, with an address or without: the page must not tell. */
export async function manageSent({ language, common }: Ask): Promise<Answer> {
  const words = textsOf(language).sent;
  return show(
    <Ended
      title={words.title}
      says={words.says}
      finish={false}
      next={[
        { text: words.again, href: paths.manage },
        { text: words.start, href: paths.start },
      ]}
    >
      <MailsAway away={await common.mailsAway('')} />
    </Ended>,
  );
}
