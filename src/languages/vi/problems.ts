import type { Page } from '../catalogues.ts';

export const problemPages: Page<'problemPages'> = {
  'bad-request': {
    title: 'Không đọc được',
    says: ['Không đọc được nội dung đã gửi. Hãy quay lại trang trước và nhập lại.'],
  },
  'foreign-form': {
    title: 'Hãy làm lại một lần nữa',
    says: [
      'Có thể trang đã mở quá lâu, hoặc trình duyệt không cho dùng cookie.',
      'Hãy quay lại trang trước, tải lại rồi nhấn lần nữa. Hãy cho phép dùng cookie.',
    ],
  },
  'not-found': {
    title: 'Không tìm thấy trang',
    says: ['Địa chỉ có thể bị đứt, hoặc trang không còn nữa. Nếu dùng liên kết trong email, hãy nhấn lại một lần nữa.'],
  },
  'too-large': {
    title: 'Nội dung nhập quá dài',
    says: ['Nội dung đã gửi quá dài. Hãy quay lại trang trước và nhập ngắn lại.'],
  },
  'too-many': {
    title: 'Hãy đợi một chút',
    says: ['Có quá nhiều thao tác trong thời gian ngắn. Hãy đợi khoảng 1 phút rồi thử lại.'],
  },
  busy: {
    title: 'Hiện đang đông người dùng',
    says: ['Hãy đợi một lát rồi thử lại. Lịch hẹn đã đặt xong vẫn còn.'],
  },
  away: {
    title: 'Hiện không dùng được trang đặt hẹn',
    says: [
      'Đây là lỗi phía chúng tôi, xin lỗi bạn. Hãy đợi một lát rồi thử lại.',
      'Nếu gấp, hãy gọi điện. Lịch hẹn đã đặt xong vẫn còn.',
    ],
  },
  unanswered: {
    title: 'Chưa rõ đã xong hay chưa',
    says: [
      'Trang đang đông nên không xong kịp, xin lỗi bạn.',
      'Nếu đã xong, bạn sẽ nhận được email. Nếu không có email, hãy thử lại. Nếu vẫn bị, hãy gọi điện.',
    ],
  },
  fault: {
    title: 'Có lỗi xảy ra',
    says: [
      'Đây là lỗi phía chúng tôi, xin lỗi bạn. Hãy đợi một lát rồi thử lại.',
      'Nếu vẫn bị, hãy gọi điện. Lịch hẹn đã đặt xong vẫn còn.',
    ],
  },
  start: 'Về trang đầu',
};

export const problems: Page<'problems'> = {
  stillHeld: 'Thời gian giữ cho bạn theo danh sách chờ được giữ đến {until}. Lịch hẹn vẫn chưa đặt xong.',
  over: {
    expired: {
      title: 'Đã quá giờ làm thủ tục',
      says: [
        'Vì một lúc lâu không có thao tác, thủ tục đã kết thúc. Lịch hẹn đã đặt xong vẫn còn.',
        'Nhấn lại liên kết trong email để làm tiếp. Nếu chưa có email, hãy làm lại từ đầu.',
      ],
    },
    finished: {
      title: 'Thủ tục đã kết thúc',
      says: [
        'Vì đã nhấn “Kết thúc”, nội dung đã nhập đã được xóa. Lịch hẹn đã đặt xong vẫn còn.',
        'Muốn xem lịch hẹn, hãy nhận email mới ở “Xem, thay đổi hoặc hủy lịch hẹn”.',
      ],
    },
    elsewhere: {
      title: 'Đang được làm tiếp ở trình duyệt khác',
      says: [
        'Liên kết trong email đã được mở ở trình duyệt hoặc thiết bị khác. Hãy làm tiếp ở đó.',
        'Muốn làm tiếp ở đây, hãy nhấn liên kết trong email rồi nhận email mới.',
      ],
    },
    ended: {
      title: 'Không thể làm tiếp trên màn hình này',
      says: [
        'Nội dung đăng ký của lịch hẹn đã thay đổi. Nếu có email mới, hãy nhấn liên kết trong đó.',
        'Nếu gặp khó khăn, hãy gọi điện. Lịch hẹn đã đặt xong vẫn còn.',
      ],
    },
    unknown: {
      title: 'Không có thủ tục nào đang làm',
      says: [
        'Trên trình duyệt này thủ tục chưa bắt đầu hoặc đã kết thúc. Lịch hẹn đã đặt xong vẫn còn.',
        'Nhấn liên kết trong email để làm tiếp. Nếu trình duyệt không cho dùng cookie, hãy cho phép.',
      ],
    },
  },
  another: {
    title: 'Trên trình duyệt này đã bắt đầu thủ tục của người khác',
    says: [
      'Nút bạn vừa nhấn thuộc thủ tục của người trước. Không lịch hẹn nào bị thay đổi.',
      'Có thể đặt hẹn cho người nhà ở “Đặt hẹn cùng người nhà”. Người trước có thể làm tiếp từ liên kết trong email của mình.',
    ],
  },
  goOn: 'Tiếp tục cho người hiện tại',
  notBookable: {
    card: {
      title: 'Không đặt được trên web',
      says: ['Lịch hẹn cho thông báo này chỉ nhận qua điện thoại. Xin hãy gọi điện.'],
    },
    person: { title: 'Không đặt được trên web', says: ['Lịch hẹn này chỉ nhận qua điện thoại. Xin hãy gọi điện.'] },
  },
  tooManyHeld: {
    title: 'Hãy đợi một chút',
    says: ['Từ cùng một mạng có nhiều lịch hẹn chưa xong. Hãy đợi khoảng {rest} rồi làm lại, hoặc gọi điện.'],
  },
  tooManyForMail: {
    title: 'Địa chỉ email này có quá nhiều lịch hẹn',
    says: ['Đã vượt số lịch hẹn của một địa chỉ email. Hãy dùng địa chỉ khác, hoặc gọi điện.'],
  },
  tooOften: {
    title: 'Hôm nay không thay đổi thêm được trên web',
    says: [
      'Đã quá số lần đặt và thay đổi lịch hẹn trên web trong một ngày. Xin hãy gọi điện.',
      'Lịch hẹn hiện có vẫn giữ nguyên. Sau 24 giờ, bạn lại dùng được trang web.',
    ],
  },
  alreadyBooked: {
    title: 'Đã có lịch hẹn',
    says: [
      'Mỗi người chỉ có một lịch hẹn. Muốn đổi ngày giờ hoặc nơi, hãy thay đổi lịch hẹn hiện nay.',
      'Nếu bạn không biết lịch hẹn này, hãy gọi điện.',
    ],
  },
  heldElsewhere: {
    title: 'Đang làm thủ tục ở màn hình khác',
    says: [
      'Thủ tục của cùng người này đang làm dở ở màn hình khác và đang giữ chỗ. Việc giữ chỗ kết thúc lúc {until}.',
      'Nếu màn hình lúc đầu vẫn còn, hãy làm tiếp ở đó. Nếu không, hãy nhấn liên kết trong email đầu tiên rồi nhận email mới.',
      'Nếu không có cả hai, hãy làm lại sau {until}.',
    ],
  },
  begin: 'Đặt hẹn từ đầu',
  start: 'Về trang đầu',
  manage: 'Xem, thay đổi hoặc hủy lịch hẹn',
  again: 'Thử lại',
};
