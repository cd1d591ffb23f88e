import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type RoughSmtp = {
  url: string;
  /** What came through, oldest first: the recipient exactly as it stood in RCPT TO, and all headers and text. */
  taken: { rcpt: string; data: string; messageId: string }[];
  /** How each connection greeted: what follows EHLO. */
  greetings: string[];
  /** Recipients that were named, taken or not. */
  named: string[];
  /** What RCPT TO is answered with; `drop` cuts the connection. */
  onRcpt(answer: (address: string) => string): void;
  /** What the end of a mail is answered with; `drop` cuts the connection after the mail was taken. */
  onData(answer: (rcpt: string) => string | Promise<string>): void;
  close(): Promise<void>;
};

const OK = '250 2.0.0 ok';

/** A mail server that speaks as little SMTP as there is, so that a test sees the wire and answers anything. */
export async function startRoughSmtp(): Promise<RoughSmtp> {
  const taken: RoughSmtp['taken'] = [];
  const greetings: string[] = [];
  const named: string[] = [];
  const sockets = new Set<Socket>();
  let rcptAnswer: (address: string) => string = () => OK;
  let dataAnswer: (rcpt: string) => string | Promise<string> = () => OK;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (line: string): void => void (line === 'drop' ? socket.destroy() : socket.write(`${line}\r\n`));
    let rest = '';
    let rcpt = '';
    let data: string[] | undefined;
    const hear = async (line: string): Promise<void> => {
      if (data !== undefined) {
        if (line !== '.') return void data.push(line);
        const text = data.join('\n');
        data = undefined;
        const answer = await dataAnswer(rcpt);
        if (answer === 'drop' || answer.startsWith('2'))
          taken.push({ rcpt, data: text, messageId: /^message-id: (.*)$/imu.exec(text)?.[1] ?? '' });
        return say(answer);
      }
      const [, greeting] = /^EHLO (.*)$/iu.exec(line) ?? [];
      if (greeting !== undefined) {
        greetings.push(greeting);
        return say('250-rough.example\r\n250 8BITMIME');
      }
      if (/^RCPT TO:/iu.test(line)) {
        rcpt = /<(.*)>/u.exec(line)?.[1] ?? '';
        named.push(rcpt);
        return say(rcptAnswer(rcpt));
      }
      if (line === 'DATA') {
        data = [];
        return say('354 go on');
      }
      if (line === 'QUIT') return void socket.end('221 bye\r\n');
      say(OK);
    };
    let turn = Promise.resolve();
    socket.on('data', (part) => {
      const lines = `${rest}${part.toString('utf8')}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) turn = turn.then(() => hear(line));
    });
    say('220 rough.example ESMTP');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    greetings,
    named,
    onRcpt: (answer) => {
      rcptAnswer = answer;
    },
    onData: (answer) => {
      dataAnswer = answer;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
