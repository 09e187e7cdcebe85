extension SilentWords {
    /// Asia's and Africa's languages that put spaces between words.
    static let asian = Vocabulary(
        silent: """
            אנונימית חסומה פרטית מוסתרת מסתורי מחוסם
            سري مكتوم محجوبة مخفية مجهولون خاصة نامعلوم گمنام پرائیویٹ نجی خفیہ خصوصی ناشناخته محرمانه
            गुमनाम प्राइवेट अनुपलब्ध प्रतिबंधित अवरुद्ध खाजगी गोपनीय बेनाम छिपा छुपा
            বেনামী গোপন ব্যক্তিগত প্রাইভেট அறியப்படாத தனிப்பட்ட மறைக்கப்பட்ட அநாமதேய అజ్ఞాత తెలియని ప్రైవేట్ ಅಪರಿಚಿತ ಅಜ್ಞಾತ ಖಾಸಗಿ
            അജ്ഞാത അറിയാത്ത സ്വകാര്യ અજ્ઞાત અજાણ્યો ખાનગી ਅਗਿਆਤ ਅਣਜਾਣ ਨਿੱਜੀ නොදන්නා පෞද්ගලික නිර්නාමික අනාමික
            dibatasi persendirian tersorok anonim tersembunyi
            pribado pribadong lihim
            haijulikani isiyojulikana imefichwa binafsi kibinafsi ukwaziwa ያልታወቀ የግል
            """,
        qualifiers: """
            ללא אין בלי لا بدون غير بلا بغیر نیست نہیں नहीं कोई बिना नाही না নেই tiada tak tidak bukan walang tanpa geen hindi
            """,
        nouns: """
            זיהוי שם אורח שיחה מזוהה קיים
            فرد متوفر معروفة يوجد اسم هوية الهوية ضيف محدد موجود المكالمة للمتصل مستخدم دسترس نمبر کالر دستیاب فون
            उपलब्ध नम्बर क्रमांक हुआ नाम नंबरी फोन कॉलर নম্বর কল நாம எண் அழைப்பாளர் அழைப்பு నంబర్ కాలర్ ಸಂಖ್ಯೆ ಕರೆ നമ്പർ നംബർ નંબર ਨੰਬਰ අංකය
            kilala kilalang tersedia tamu nama dikenali nombor nomor dikenal numero namba nambari ቁጥር nommer pengguna
            """,
        fillers: "من على في که را का की के है से oleh di yang na ya ada در"
    )

    /// Vietnamese has words of one syllable, which are names as well: whole texts.
    static let vietnamese: [String] = [
        "số ẩn", "số lạ", "ẩn danh", "không xác định", "không rõ", "không có số", "số riêng", "riêng tư",
        "số không xác định", "người gọi không xác định", "người gọi ẩn danh", "số điện thoại ẩn", "không hiển thị số",
        "không tên", "không rõ số", "không có tên", "không có", "số bí mật", "số riêng tư", "cuộc gọi ẩn danh",
        "không hiển thị", "không khả dụng", "bị chặn", "bị hạn chế", "chưa biết", "không biết", "số máy ẩn",
        "số cá nhân",
        "người gọi ẩn", "cuộc gọi riêng tư", "cuộc gọi không xác định", "không có thông tin", "không có sẵn",
        "số bị ẩn", "số bị chặn", "số điện thoại không xác định", "người lạ", "vô danh", "nặc danh", "khuyết danh",
        "khách", "không rõ người gọi",
    ]
}
