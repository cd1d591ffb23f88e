import { expect, test } from 'vitest';
import { greetingEnds, judge } from './faults.ts';

const answered = (command: string, response: string): Error =>
  Object.assign(new Error(response), { command, response, responseCode: Number(response.slice(0, 3)) });

test('one who greets the mail server finds out whether it lets us in again; that it refuses our sender, or one mail, only a mail finds out', () => {
  for (const error of [
    new Error('connect ECONNREFUSED'),
    answered('CONN', '421 too busy'),
    answered('AUTH PLAIN', '535 5.7.8 authentication failed'),
    answered('MAIL FROM', '421 too busy'),
  ])
    expect(greetingEnds(judge(error)), error.message).toBe(true);
  for (const error of [answered('MAIL FROM', '550 5.7.1 sender refused'), answered('RCPT TO', '451 4.7.1 greylisted')])
    expect(greetingEnds(judge(error)), error.message).toBe(false);
});
