import type { Page } from '../catalogues.ts';

export const papers: Page<'papers'> = {
  privacy: {
    title: '个人信息的处理',
    parts: {
      typed: {
        head: '请您输入的内容',
        lines: [
          '预约领取卡片时：交付通知书ID、生日的月和日、电子邮箱。',
          '预约不需要明信片的手续时：姓名、读音、出生日期、电话号码、电子邮箱。',
          '在这个网站不输入住址、个人编号（マイナンバー）和密码。',
        ],
      },
      purpose: {
        head: '使用目的',
        lines: ['用于确认本人、受理预约和发送说明邮件。', '不用于其他目的。'],
      },
      records: {
        head: '记录',
        lines: ['为了防止非法使用，会记录操作的时间和结果。', '预约的记录在市政府规定的期限过后删除。'],
      },
      cookies: {
        head: 'Cookie',
        lines: ['为了继续手续，会使用Cookie。不使用广告或分析用的Cookie。', '按“结束操作”后会删除。'],
      },
    },
  },
  using: {
    title: '使用方法和使用环境',
    parts: {
      steps: {
        head: '预约的流程',
        lines: [
          '输入交付通知书ID和生日，或者姓名等。',
          '输入电子邮箱后，会收到邮件。',
          '从邮件里的链接选择地点、日期和时间。',
          '阅读来之前的注意事项，确认内容。',
          '显示预约号码，并收到说明邮件。',
        ],
      },
      devices: {
        head: '可以使用的设备',
        lines: [
          '可以用智能手机、平板电脑和电脑。',
          '可以用Chrome、Edge、Safari、Firefox、Internet Explorer 11。',
          '不使用JavaScript也可以办理所有手续。',
        ],
      },
      hours: {
        head: '可以使用的时间',
        lines: ['24小时随时可以使用。因检修停止时，会提前2周通知。'],
      },
      changes: {
        head: '更改和取消',
        lines: ['可以从邮件里的链接，或首页的“查看、更改或取消预约”办理。'],
      },
    },
  },
  accessibility: {
    title: '无障碍',
    parts: {
      aim: { head: '目标', lines: ['目标是符合日本标准JIS X 8341-3:2016的AA级。'] },
      done: {
        head: '我们做的事',
        lines: [
          '只用键盘就可以办理所有手续。',
          '做成可以用读屏软件使用的网站。',
          '文字放大到2倍，内容也不会缺少。',
          '空位情况用符号、文字和颜色表示。',
          '使用容易阅读的通用设计字体。',
          '预约过程中保留的时间，最多可以延长{holdExtensions}次。',
        ],
      },
      trouble: {
        head: '有不方便的地方时',
        lines: ['请打电话告诉我们。所有手续也可以打电话办理。'],
      },
    },
  },
};
