import Foundation
import Testing

import Dubber

/// What telephones, exchanges and exports show in their languages for nobody, separated by bars.
private func texts(_ bars: String) -> [String] {
    bars.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
}

@Suite("Parties that say nothing, in many languages")
struct SilentLanguageTests {
    static let english = texts(
        """
        Anonymous User | Anonymous Participant | Anonymous Guest | Teams Anonymous | anonymous@teams.example |
        sip:anonymous@teams.microsoft.com | 8:anonymous | Unknown User | Unknown Participant | Unknown Contact |
        Unknown Party | Unknown Address | Unknown source | Unknown device | unknown line | Unknown subscriber |
        Unknown@unknown.com | unknown <sip:unknown@10.0.0.1> | unknown <sip:pat@example.invalid> |
        "unknown" <sip:unknown@sbc.example.com>;tag=abc | Unknown <sip:10.0.0.1> |
        Restricted <sip:restricted@sbc.example> | "Anonymous" <sip:trunk@sbc.example.com> | <sip:Restricted@sbc> |
        sip:Anonymous | sip:anonymous@localhost | sip:anonymous@192.0.2.1;user=phone |
        sip:anonymous;user=phone@example.com | sip:anonymous:5060 | sip:anonymous:pw@example.com |
        sips:ANONYMOUS@Anonymous.Invalid:5061;transport=tls | tel:anonymous;phone-context=anonymous.invalid |
        tel:unavailable;phone-context=unknown | tel:unknown | tel:restricted | tel:0 |
        tel:000000;phone-context=+44 | tel:;phone-context=+44 | tel:;phone-context=example.com | tel:;ext=12 |
        tel:+;phone-context=+1 | tel:private | tel:withheld;npdi | unknown sip:unknown@host | Unknown, Caller |
        Caller, Unknown | "Caller, Unknown" <sip:unknown@x.example> | Unknown Caller <unknown> |
        Unknown/Withheld | withheld/private | Private; Number | Number not received | Number not recorded |
        Number unknown or withheld | no caller number | No CLI | no CLI presented | CLI not available |
        CLI restricted | CLI unavailable | CLIR | CLIR active | clir | Presentation restricted |
        presentation not allowed | presentation_restricted | Presentation Prohibited | Screened | screened call |
        NOT_AVAILABLE | notAvailable | PRESENTATION RESTRICTED | address not available |
        Caller identity withheld | Identity withheld | Identity hidden | withheld identity | Identity Restricted |
        Number restricted by caller | number blocked by caller | Caller ID Private | Caller ID hidden |
        caller id suppressed | hide caller ID | id hidden | private id | Protected | protected number |
        Not Disclosed | not disclosed | Not Supplied | not given | not applicable | Not Applicable |
        notapplicable | not-applicable | none given | none provided | no information | no info | no data |
        No Caller | no caller id available | no value | No Identity | Default | default | Unlisted number |
        unlisted name | Non-published | Non published number | nonpub | non-pub | Interaction with other service |
        Interaction with Other Service | Unavailable due to interworking | Service unavailable |
        Service Not Available | Reason unknown | Unknown (interworking) | Coin | coin line/payphone |
        Coin Line/Payphone | Payphone (UK) | Prison | Inmate call | PRIVATE CALLER | Private Call |
        private party | private person | private line | private user | Private name | private subscriber |
        private identity | Private Contact | privat nummer | SECRET NUMBER | secret caller | Guest | guest |
        Guest User | guest caller | Anonymous (Guest) | (Anonymous) | {Anonymous} | Anonymous* | Anonymous 1 |
        Anonymous #3 | Anonymous1 | anonymous123 | unknown-1 | unknown_1 | Unknown1 | Unknown01 |
        unknown12345@example.com | anonymous.1234@example.com | anonymous-c8oqz84zk7z@example.com |
        anonymous1@example.com | sip:anonymous1@example.com | sip:anon@example.com |
        sip:unknown-caller@example.com | sip:UnknownCaller@example.com | sip:Private%20Number@example.com |
        sip:number.withheld@example.com | sip:withheld-number@example.com | sip:no-caller-id@example.com |
        sip:no_number@example.com | sip:id-withheld@example.com | sip:%22Anonymous%22@example.com |
        sip:anon%79mous@example.com | sip:%41%4E%4F%4EYMOUS@example.com |
        sip:%E9%9D%9E%E9%80%9A%E7%9F%A5@example.com | A n o n y m o u s | ANONYMOUS CALL | anonymous call |
        anonymous-call | Anonymous number | anonymous line | annonymous | Annonymous | anonymus | Anonymus |
        anonimous | Unkown | unkown | unknow | Unknow | Unknwon | unkonwn | Witheld | witheld | Number Witheld |
        WITHELD | witthheld | Restriced | Unavailble | unavaliable | Unavailabe | Privat | Blockd | Supressed |
        supressed | Ａｎｏｎｙｍｏｕｓ　Ｃａｌｌｅｒ | 𝐀𝐧𝐨𝐧𝐲𝐦𝐨𝐮𝐬 | Ⓐⓝⓞⓝⓨⓜⓞⓤⓢ | 🚫 Unknown | 🔒 Private Number | Unknown 🤷 |
        ⚠️ Spam Risk | 🔕 | ❓ | ☎ | 📵 No Caller ID | — | ― | ‐ | · | • | ∅ | Ø | ø | × | † | ¿ | ¡ | ¿? | 「非通知」 |
        【非通知】 | 《匿名》 | （匿名） | （無號碼） | "匿名"
        """
    )
    static let western = texts(
        """
        Unterdrückte Rufnummer | Rufnummer unbekannt | Nummer unterdrückt | Unbekannter Teilnehmer |
        Anrufer unbekannt | Anonymer Anrufer | anonymer Teilnehmer | Privater Anruf | Privater Anrufer |
        Private Rufnummer | Private Telefonnummer | Ohne Rufnummer | ohne Nummer | Keine Anrufer-ID |
        Keine Anruferkennung | Keine Rufnummernanzeige | Rufnummer nicht verfügbar | Rufnummer nicht angezeigt |
        Rufnummer gesperrt | Nummer verborgen | Verborgene Nummer | Verdeckte Nummer | Verdeckter Anruf |
        Nummer nicht verfügbar | Nicht bekannt | nicht angegeben | keine Angaben | Ohne Angabe | ohne Namen |
        Kein Name | Namenlos | Gast | Gesperrte Nummer | Nicht erreichbar | Unbekannt verzogen |
        Auslandsrufnummer | Aus dem Ausland | Öffentlicher Fernsprecher | Öffentliches Telefon | Telefonzelle |
        Unbek. | unbek. | Anonymisiert | anonymisierte Nummer | Geheimnummer |
        Rufnummernübermittlung unterdrückt | Rufnummernanzeige unterdrückt | Unterdrueckt | UNTERDRUECKTE NUMMER |
        UNTERDRÜCKT | Eingeschränkt | Blockiert | blockierte Nummer | Vertraulich | Versteckte Nummer |
        Numéro anonyme | Appel anonyme | Appelant anonyme | Numéro non disponible | Numéro indisponible |
        Numéro confidentiel | Numéro restreint | Numéro secret | Secret | Secret permanent |
        Numéro non identifié | Numéro non communiqué | Numéro non affiché | Appel inconnu | Appel privé |
        appelant masqué | Correspondant masqué | Identité secrète | Identité inconnue | ID masqué |
        Pas d'identité | Pas d'identification de l'appelant | Aucune identification | Aucun ID | Aucune donnée |
        Cabine téléphonique | cabine | Téléphone public | Numéro bloqué | Bloqué | Restreint | Non renseigné |
        Non communiqué | Non spécifié | Non défini | Indéfini | Indéterminé | Non attribué | Néant | Hors zone |
        Étranger | Numéro étranger | International | Invité | Sans nom | Numéro caché par l'abonné |
        Présentation restreinte | Número anónimo | Llamada privada | Llamada oculta | Llamante desconocido |
        Llamada desconocida | Identidad desconocida | No disponible | no disponible | Número restringido |
        Número bloqueado | Bloqueado | Número confidencial | Número secreto | Secreto | Sin identificación |
        Sin identidad | Sin nombre | Sin ID de llamada | Sin datos | Identificador oculto |
        Identificador no disponible | No se muestra | Número no identificado | Numero no identificado |
        Número reservado | Número no mostrado | ID desconocido | ID de llamada no disponible | ID oculto |
        Llamada sin identificar | Teléfono público | Cabina | Cabina telefónica | Fuera de área | Fuera del área |
        Internacional | Extranjero | Indisponible | No especificado | No definido | Ninguno | Ninguna | Nulo |
        Vacío | Invitado | Desconocida | Anónima | Incógnito | Número incógnito | Llamada restringida |
        Número anônimo | Chamada anônima | Chamada privada | Chamada restrita | Não disponível | Nao disponivel |
        Número não disponível | Número indisponível | Identidade oculta | Identificador desconhecido |
        Sem identificação | Sem ID | Sem nome | ID não disponível | ID de chamada desconhecido |
        Número escondido | Oculto | Nº desconhecido | Nº oculto | Não informado | Não especificado | Nenhum |
        Vazio | Particular | Número particular | Restrito | Privativo | Orelhão | Telefone público |
        Chamador desconhecido | Interlocutor desconhecido | Convidado | Numero anonimo | Chiamata anonima |
        Chiamata privata | Chiamante anonimo | Chiamante privato | Numero non disponibile |
        Numero non identificato | Numero non visibile | Numero oscurato | Numero bloccato | Numero inesistente |
        Identità nascosta | ID nascosto | ID chiamante sconosciuto | Nessun ID chiamante | Nessun numero |
        Nessun nome | Senza nome | Sconosciuta | Chiamata sconosciuta | Utente sconosciuto | Non identificato |
        Non specificato | Non definito | Assente | Nullo | Vuoto | Nascosto | Limitato | Cabina telefonica |
        Telefono pubblico | Estero | Chiamata dall'estero | Internazionale | Fuori area | Segreto | Ospite |
        Riservata
        """
    )
    static let european = texts(
        """
        Onbekend | Onbekende oproep | Onbekende afzender | Onbekende gebruiker | Anonieme oproep |
        Anonieme beller | Anoniem nummer | Privé | Privé-nummer | Privé oproep | Nummer niet beschikbaar |
        Nummer afgeschermd | Nummer geheim | Geheim nummer | Nummer onderdrukt | Nummer verborgen |
        Nummerweergave uit | Nummerweergave geblokkeerd | Geen nummerherkenning | Geen beller-ID |
        Geen beller-id | Niet bekend | Niet beschikbare nummer | Geblokkeerd | Beperkt | Niet opgegeven |
        niet van toepassing | Buitenland | Telefooncel | Leeg | Geen | Geen naam | Gast | Vertrouwelijk | Okänd |
        Okänt | Okänd nummer | Okänt samtal | Okänd användare | Anonym uppringare | Anonymt samtal |
        Anonymt nummer | Privat nummer | Privat samtal | Skyddat | Skyddat nummer | Dolt | Dold | Dold ID |
        Dolt ID | Spärrat nummer | Ej tillgänglig | Ej tillgängligt | Inte tillgänglig | Uppgift saknas |
        Namn saknas | Inget namn | Ingen uppgift | Ingen nummerpresentation | Utan nummer | Utland |
        Utlandssamtal | Telefonautomat | Gäst | Hemlig | Okänd person | Begränsad | Blockerat | Blockerad |
        Ukendt opkald | Ukendt opkalder | Ukendt bruger | Anonymt opkald | Anonym opkalder | Hemmeligt | Skjult |
        Skjult ID | Skjult opkald | Intet nummer | Uden nummer | Ingen nummer | Nummer ikke tilgængeligt |
        Utilgængelig | Ikke oplyst | Ikke angivet | Begrænset | Spærret nummer | Blokeret | Udeladt nummer |
        Udlandet | Mønttelefon | Gæst | Beskyttet nummer | Ukjent innringer | Ukjent anroper | Ukjent bruker |
        Anonym innringer | Anonymt anrop | Hemmelig | Hemmelig nummer | Skjult anrop | Privat anrop |
        Uten nummer | Ingen nummervisning | Ikke oppgitt | Ikke kjent | Utilgjengelig | Sperret | Blokkert |
        Begrenset | Utlandet | Gjest | Ingen ID | Tuntematon soittaja | Tuntematon käyttäjä | Anonyymi puhelu |
        Anonyymi soittaja | Yksityinen | Salattu | Salattu numero | Piilotettu numero | Estetty numero |
        Numero estetty | Numero salattu | Ei saatavilla | Numero ei saatavilla | Ei tiedossa | Ei tietoa |
        Ulkomaa | Ulkomailta | Ulkomaanpuhelu | Ei nimeä | Puuttuu | Rajoitettu | Maksupuhelin | Vieras |
        Tuntematon nro | Óþekktur | Óþekkt | Leyninúmer | Falið númer | Nafnlaus | Einkanúmer | Tundmatu number |
        Tundmatu helistaja | Varjatud number | Privaatne number | Anonüümne | Salastatud number |
        Peidetud number | Number puudub | Salajane number | Nezināms numurs | Nezināms zvanītājs | Slēpts numurs |
        Privāts numurs | Anonīms zvans | Anonīms | Nav pieejams | Bez numura | Nežinomas | Nežinomas numeris |
        Nežinomas skambintojas | Slaptas numeris | Paslėptas numeris | Privatus numeris | Anoniminis |
        Neprieinamas | Be numerio | Nenurodyta | Nieznany numer | Nieznany rozmówca | Nieznany dzwoniący |
        Nieznana | Anonimowy rozmówca | Anonimowe połączenie | Połączenie anonimowe | Prywatny | Prywatny numer |
        Numer zablokowany | Numer niedostępny | Niedostępny | Numer nieznany | Nr zastrzeżony |
        Numer zastrzezony | Zastrzezony | NUMER ZASTRZEŻONY | Brak identyfikacji | Brak ID | Brak danych | Brak |
        Brak nazwy | Bez nazwy | Bez numeru | Nie dotyczy | Nie podano | Nieokreślony | Ukryty |
        Identyfikacja zablokowana | Zagranica | Budka telefoniczna | Automat telefoniczny | Poufny | Tajny |
        Gość | Ograniczony | Numer utajniony | Neznámý volající | Neznámý účastník | Neznáme číslo |
        Neznámy volajúci | Skryté | Skryté ID | Utajené | Soukromé | Súkromné číslo | Súkromné |
        Anonymní volající | Anonymné číslo | Anonymný volajúci | Číslo nedostupné | Nedostupné | Nedostupný |
        Číslo neznámé | Číslo skryté | Nezjištěno | Nezistené | Není k dispozici | Nie je k dispozícii |
        Neuvedeno | Neuvedené | Blokováno | Blokované | Omezeno | Důvěrné | Zahraničí | Bez identifikace |
        Bez jména | Žádné číslo | Žiadne číslo | Telefonní automat | Nepoznat | Nepoznati broj |
        Nepoznati pozivatelj | Nepoznat pozivalac | Skriveni broj | Skriven | Privatni broj | Privatan broj |
        Privatni poziv | Anoniman | Anonimni poziv | Anonimni pozivatelj | Broj skriven | Broj nepoznat |
        Nedostupan | Nije dostupno | Nema broja | Bez broja | Zaštićen broj | Zaštićeni broj | Tajni broj |
        Neznana številka | Neznan klicatelj | Zasebna številka | Skrita številka | Anonimni klicatelj |
        Ni na voljo | Brez številke | Številka ni na voljo | Непознат | Скривен број | Приватан број | Нема број |
        Непознат број | Скриен број | Приватен број | Анонимен | Непознат повикувач | Неизвестен | Скрит |
        Скрит номер | Частен номер | Няма номер | Без номер | Неизвестен абонат | Недостъпен | Анонимно обаждане |
        Тайнен номер | Ismeretlen hívó | Ismeretlen hívószám | Ismeretlen telefonszám | Ismeretlen felhasználó |
        Rejtett | Rejtett hívó | Rejtett hívószám | Titkos hívószám | Titkosított | Titkosított szám | Privát |
        Magánszám | Magán szám | Névtelen hívó | Névtelen | Anonim hívás | Letiltott szám | Nincs szám |
        Nincs hívószám | Nincs adat | Nincs megadva | Nem elérhető | Nem ismert | Korlátozott |
        Számkijelzés letiltva | Nyilvános telefon | Külföldi hívás | Vendég | Necunoscută | Apelant necunoscut |
        Apel necunoscut | Număr restricționat | Număr privat | Numar privat | Numar necunoscut | Numar ascuns |
        Număr secret | Apel anonim | Apelant anonim | Anonimă | Identitate ascunsă | ID ascuns |
        Nu este disponibil | Nedisponibil | Indisponibil | Fără identificare | Fără nume | Confidențial | Blocat |
        Număr blocat | Secretizat | Oaspete | Άγνωστη κλήση | Άγνωστος καλών | Ανώνυμη κλήση | Ανώνυμος καλών |
        Απόκρυψη αριθμού | Αριθμός με απόκρυψη | Χωρίς αναγνώριση | Χωρίς αναγνώριση κλήσης | Μη διαθέσιμο |
        Μη διαθέσιμος αριθμός | Δεν είναι διαθέσιμος | Ιδιωτική κλήση | Κρυφός | Κρυφό | Περιορισμένο |
        Μυστικός αριθμός | ΑΠΟΚΡΥΨΗ | ΑΓΝΩΣΤΟΣ | ΑΝΩΝΥΜΟΣ | Αποκλεισμένος αριθμός | Εμπιστευτικό | Άγνωστο όνομα |
        Δημόσιο τηλέφωνο | Καρτοτηλέφωνο | Επισκέπτης | agnostos | Bilinmeyen Arayan | Bilinmeyen kişi |
        Bilinmeyen numara | BİLİNMEYEN NUMARA | BILINMEYEN | Bilinmiyor | Gizli | GİZLİ | Gizli arama |
        Özel Numara | ÖZEL NUMARA | Özel arama | Numara gizli | Kimliği gizli | Arayan kimliği yok |
        Numara bilinmiyor | Numara gizlenmiş | Anonim arama | Anonim arayan | Engellenmiş numara |
        Engelli numara | Kısıtlı numara | Kullanılamıyor | Mevcut değil | Tanımsız | Belirsiz | Belirtilmemiş |
        İsimsiz | Isimsiz | Ankesörlü telefon | Yurt dışı | Yok | Konuk | Misafir | I panjohur |
        Numër i panjohur | Numër privat | Numër i fshehur | Anonim | E panjohur | Mhux magħruf | Numru privat |
        Неизвестный абонент | Неизвестный вызов | Неизвестный пользователь | Неизвестный звонок |
        Номер неизвестен | Номер засекречен | Номер скрыт абонентом | Скрытый | СКРЫТЫЙ НОМЕР | Скрыт |
        Не определен | Не определён | Не определяется | Неопределён | Неопределен | Неопределенный номер |
        Номер не определяется | Анонимный абонент | Анонимный вызов | Анонимный звонок | АНОНИМ | Частный вызов |
        Частный абонент | Закрытый номер | Секретный номер | Заблокированный номер | Заблокирован | Недоступен |
        Номер недоступен | Недоступно | Нет данных | Нет информации | Нет имени | Без имени | Нет | Отсутствует |
        Не указан | Не указано | Неизвестно | Антиопределитель | Таксофон | Международный | Международный вызов |
        Гость | Невідомий | Невідомий абонент | Невідомий дзвінок | Номер приховано | Прихований | Анонімний |
        Анонімний дзвінок | Приватний номер | Закритий номер | Без номера | Немає даних | Невизначено |
        Номер невідомий | Невядомы | Невядомы нумар | Схаваны нумар | Ананімны | Прыватны нумар | Белгісіз нөмір |
        Жасырын нөмір | Белгісіз | Номаълум | Noma'lum | Noma’lum raqam | Yashirin raqam | Махфий рақам |
        Нууц дугаар | Үл мэдэгдэх | უცნობი | უცნობი ნომერი | დაფარული ნომერი | ანონიმური | პირადი ნომერი |
        Անհայտ | Անհայտ համար | Թաքնված համար | Անանուն | Gizli nömrə | Naməlum nömrə | Naməlum | Şəxsi nömrə |
        Anonim zəng
        """
    )
    static let asian = texts(
        """
        מספר חסום | מספר פרטי | מספר מוסתר | מספר לא מזוהה | לא מזוהה | לא זמין | שיחה חסויה | שיחה אנונימית |
        מתקשר לא ידוע | מתקשר אנונימי | אנונימי | חסום | ללא מספר | ללא זיהוי | אין מספר | ללא שם | אורח | מוגבל |
        שיחה מזוהה חסומה | فرد مجهول | متصل مجهول | متصل غير معروف | رقم محجوب | رقم غير متاح | رقم غير متوفر |
        غير متوفر | غير متاح | غير معروفة | مكالمة مجهولة | مكالمة خاصة | خاص | الرقم مخفي | الرقم خاص |
        الرقم محجوب | رقم سري | سري | محجوب | محظور | مقيد | بدون رقم | لا يوجد رقم | بدون اسم | لا يوجد |
        مجهول الهوية | هوية مجهولة | هوية المتصل محجوبة | ضيف | مكتوم | غير محدد | شماره خصوصی | شماره مخفی |
        شماره نامشخص | تماس ناشناس | تماس گیرنده ناشناس | بدون شماره | در دسترس نیست | نامعلوم | نامعلوم نمبر |
        نامعلوم کالر | پرائیویٹ نمبر | نجی نمبر | گمنام | دستیاب نہیں | خفیہ نمبر | Numaralı gizli | अज्ञात कॉलर |
        अज्ञात कॉल | अनजान नंबर | अनजान कॉलर | निजी | गुप्त नंबर | गुमनाम | अनाम कॉलर | प्राइवेट नंबर |
        छुपा हुआ नंबर | उपलब्ध नहीं | नंबर उपलब्ध नहीं | अनुपलब्ध | प्रतिबंधित | अवरुद्ध | कोई नंबर नहीं |
        अज्ञात क्रमांक | खाजगी क्रमांक | अज्ञात नम्बर | নম্বর অজানা | অজানা নম্বর | অজ্ঞাত নম্বর |
        ব্যক্তিগত নম্বর | গোপন নম্বর | বেনামী | அறியப்படாத | அறியப்படாத எண் | தெரியாத எண் | தெரியாத அழைப்பாளர் |
        தனிப்பட்ட எண் | மறைக்கப்பட்ட எண் | அநாமதேய | తెలియని | తెలియని నంబర్ | తెలియని కాలర్ | ప్రైవేట్ నంబర్ |
        అజ్ఞాత | ಅಪರಿಚಿತ | ಅಪರಿಚಿತ ಸಂಖ್ಯೆ | ಅಜ್ಞಾತ | ಖಾಸಗಿ ಸಂಖ್ಯೆ | അജ്ഞാത | അജ്ഞാത നമ്പർ | അറിയാത്ത നമ്പർ |
        സ്വകാര്യ നമ്പർ | અજ્ઞાત | અજાણ્યો નંબર | ખાનગી નંબર | ਅਗਿਆਤ | ਅਣਜਾਣ ਨੰਬਰ | ਨਿੱਜੀ ਨੰਬਰ | නොදන්නා |
        නොදන්නා අංකය | පෞද්ගලික අංකය | නිර්නාමික | 未知电话 | 未知來電 | 未知用户 | 未知联系人 | 未知主叫 | 来电未知 | 匿名电话 | 匿名來電 | 匿名用户 |
        匿名呼叫 | 匿名者 | 隐藏来电 | 隐藏号码来电 | 隱藏來電 | 号码未知 | 号码保密 | 私密号码 | 私密來電 | 私人来电 | 私人電話 | 保密 | 保密來電 | 受保护号码 | 限制号码 |
        号码受限 | 受限号码 | 屏蔽号码 | 被屏蔽 | 無法顯示號碼 | 无法显示号码 | 無號碼 | 没有来电显示 | 没有号码 | 沒有號碼 | 未显示号码 | 未提供号码 | 不明来电 | 不明號碼 |
        不明来电号码 | 陌生号码 | 陌生来电 | 無來電號碼 | 来电号码不可用 | 不可用 | 号码不可用 | 无主叫号码 | 无主叫显示 | 公用电话 | 公共电话 | 付费电话 | 投币电话 | 海外来电 |
        境外来电 | 国际来电 | 访客 | 訪客 | 游客 | 空号 | 不详 | 拒显 | 显示受限 | 显示限制 | 来电显示受限 | 用户未提供 | 未註冊 | 非公开 | 不公開號碼 | 未公开号码 |
        秘密号码 | 骚扰电话 | 詐騙電話 | 非通知着信 | 番号非通知設定 | 非通知の番号 | 非通知番号 | 匿名の発信者 | 匿名通話 | 匿名ユーザー | 不明な番号 | 不明な発信者 | 不明な発信元 |
        発信者番号非通知 | 発信者番号なし | 発信者非通知 | 発信者番号不明 | 発信者情報なし | 番号不明 | 番号表示不可 | 番号通知不可 | 番号を表示できません | 通知不可能な着信 | 通知不可 |
        表示圏外からの着信 | 公衆電話からの着信 | 公衆電話から | プライベート番号 | 名前不明 | 名称未設定 | 未設定 | 未登録 | 未登録番号 | 情報なし | 該当なし | なし | ゲスト |
        ゲストユーザー | 秘密 | 海外からの着信 | 国際電話 | アンノウン | 不在着信 | ヒツウチ | ヒツウチチャクシン | コウシュウ | ｺｳｼｭｳﾃﾞﾝﾜ | ﾋｮｳｼﾞｹﾝｶﾞｲ | 制限付き |
        ブロックされた番号 | 非公開 | 非公開番号 | 不明 | UNKNOWN番号 | 발신자 표시 제한 | 발신자표시제한 | 발신 번호 표시 제한 | 발신번호 없음 | 발신자 번호없음 |
        발신자 정보 없음 | 발신자 불명 | 발신번호 미표시 | 번호 비공개 | 번호 표시 제한 | 번호표시제한 | 알 수 없는 번호 | 알 수 없는 발신자 | 알수없는 발신자 |
        알 수 없는 사용자 | 익명 발신자 | 익명의 발신자 | 익명 전화 | 비공개 번호 | 개인 번호 | 미확인 번호 | 미등록 번호 | 차단된 번호 | 차단됨 | 제한됨 | 제한 |
        이름 없음 | 정보 없음 | 이용 불가 | 사용할 수 없음 | 국제전화 | 국제 전화 | 게스트 | 손님 | 비밀 번호 | 숨김 | 숨긴 번호 | 없음 | 해당 없음 | 모르는 번호 |
        무명 | ไม่ทราบ | ไม่ทราบเบอร์ | ไม่ทราบชื่อ | ไม่รู้จัก | เบอร์ไม่รู้จัก | เบอร์ส่วนตัว | ส่วนตัว |
        ซ่อนเบอร์ | เบอร์ซ่อน | ไม่ระบุตัวตน | ไม่ระบุชื่อ | ไม่ระบุหมายเลข | ไม่แสดงเบอร์ | ไม่มีหมายเลข |
        ไม่มีเบอร์ | หมายเลขที่ไม่รู้จัก | ผู้โทรนิรนาม | ไม่สามารถใช้ได้ | ถูกจำกัด | สายไม่ระบุชื่อ |
        Số không xác định | Không tên | Không rõ số | Không có tên | Không có | Số bí mật | Số riêng tư |
        Cuộc gọi ẩn danh | Người gọi không xác định | Không hiển thị | Không khả dụng | Bị chặn | Bị hạn chế |
        Chưa biết | Nomor tersembunyi | Nomor disembunyikan | Nomor tak dikenal | Nomor rahasia | Tidak dikenal |
        Tak dikenal | Anonim | Tidak ada | Tidak ada nomor | Tidak tersedia | Pribadi | Panggilan pribadi |
        Penelepon tidak dikenal | Penelepon anonim | Nomor dibatasi | Tamu | Tanpa nama | Tidak diketahui |
        Tiada | Tiada nombor | Nombor persendirian | Nombor tidak diketahui | Pemanggil tidak diketahui |
        Tidak dikenali | Peribadi | Hindi kilala | Hindi kilalang numero | Pribadong numero | Walang numero |
        Lihim na numero | မသိသော | မသိသောနံပါတ် | អនាមិក | លេខមិនស្គាល់ | ບໍ່ຮູ້ຈັກ | Haijulikani |
        Nambari isiyojulikana | Namba binafsi | Nambari ya kibinafsi | Namba imefichwa | Onbekende nommer |
        Private nommer | Privaat nommer | Geen nommer | Weerhou | Anoniem | Ukwaziwa | ያልታወቀ | ያልታወቀ ቁጥር |
        የግል ቁጥር | Anhysbys | Rhif anhysbys | Rhif preifat | Wedi'i atal | Anaithnid | Uimhir phríobháideach |
        Gan ainm | Número desconegut | Número ocult | Anònim | Trucada anònima | No disponible | Privat |
        Zenbaki ezezaguna | Ezezaguna | Zenbaki pribatua | Número descoñecido | Descoñecido | Nekonata |
        Nekonata numero | Anonima
        """
    )
    static let forms = [
        "|Anonymous|", "Unkn\u{43E}wn", "\u{420}rivate", "An\u{43E}nym\u{43E}us", "Unknown\u{0}", "\u{0}",
        "Unknown\u{200D}", "Unknown\u{FE0F}", "+266696687;npdi", "tel:+266696687;phone-context=+44",
        "sip:+266696687;npdi@example.com", "+266 69 66 87", "+266-69-66-87", "+266-6966-87", "+266.696.687",
        "\"266696687\"", "\"+266696687\" <sip:+266696687@sbc.example>", "<sip:266696687@sbc>",
        "Anonymous <sip:+266696687@sbc.example;user=phone>", "+1266696687", "1266696687", "001266696687",
        "0000266696687", "+00266696687", "+0266696687", "sip:00266696687@example.com", "＋266696687", "+٢٦٦٦٩٦٦٨٧",
        "266696687@anonymous.example", "266696687#", "266696687,,1", "tel:+266696687;ext=12", "+266696687 x12",
        "0000000001", "0000001", "+10000000000", "9999999999999", "+11111111111", "09999999999", "00000", "+",
        "+4400000", "-2", "-99", "-999", "-1.0", "0.0", "0,0", "00:00", "00000000-0000-0000-0000-000000000000",
        "#REF!", "#NULL!", "#DIV/0!", "#NUM!", "#NAME?", "#NIL", "~", "^", "$null", "$", "%", "%00", "&", "=", "==",
        "=\"\"", "=\"0\"", "'", "''", "'0", "`", ";", ":", ",", "!", "|", "||", "<no number>", "<none>",
        "<anonymous>", "<Anonymous>", "<private>", "[withheld]", "[unknown]", "{null}", "{}", "[]", "[null]",
        "{unknown}", "&nbsp;", "&#160;", "&lt;unknown&gt;", "<>", "<sip:>", "<sip:@>", "sip:@", "@example.com",
        "sip:@example.com;user=phone", "\"\" <sip:@example.com>", "\"\" <>", "\"Unknown\" <>", "Unknown <>", "void",
        "VOID", "DBNull", "System.DBNull", "nan", "NaN", "inf", "Infinity", "-Infinity", "undef", "UNDEF", "not set",
        "NotSet", "not_set", "no-data", "n\\\\a", "N\\\\A", "NIL", "N.A", "n.a", "(n/a)", "<n/a>", "[n/a]", "N / A",
        "N-A", "not avail", "not avail.", "unavail", "Unavail.", "UNAVAIL", "unk", "UNK", "Unk.", "unkn", "tbd",
        "TBD", "tba", "TBC", "to be determined", "other", "Other", "blank", "Blank", "(blank)", "<blank>", "(leer)",
        "leer", "vide", "vacío", "vacio", "vuoto", "пусто", "空", "空白", "无", "無", "なし", "없음", "192.0.2.1:5060",
        "sip:192.0.2.1;user=phone", "10.1.2.3;tag=1", "::1", "[::1]", "2001:db8::1", "sip:[::1]:5060", "localhost",
        "sip:localhost", "asterisk@10.0.0.1", "sip:asterisk@10.0.0.1", "sip:sbc@10.0.0.1", "sip:gateway@10.0.0.1",
        "sip:trunk@example.com", "anonymous@privacy.org", "sip:anonymous@privacy.example", "ANONYMOUS@[::1]",
        "anonymous@anonymous", "anonymous@anonymous.invalid;user=phone", "anonymous@anonymous.invalid?subject=x",
        "anonymous%40anonymous.invalid", "sip:anonymous%40anonymous.invalid", "sip:pat@anonymous.INVALID",
        "pat@unknown.invalid:5060", "pat@anonymous.invalid.", "sip:pat@unavailable.invalid", "pat@restricted.invalid",
        "xmpp:anonymous@anonymous.invalid", "callto:anonymous@anonymous.invalid", "msteams:anonymous",
        "im:anonymous@anonymous.invalid", "h323:anonymous", "h323:unknown@example.com",
        "<<sip:anonymous@anonymous.invalid>>", "< sip:anonymous@anonymous.invalid >",
        "sip: anonymous@anonymous.invalid", "sip :anonymous@anonymous.invalid", "SIP:anonymous@ANONYMOUS.invalid",
        "\"x\" <sip:anonymous@anonymous.invalid>, <tel:+441632960111>",
        "<tel:+441632960111>, <sip:anonymous@anonymous.invalid>",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;privacy=off",
        "'Anonymous' <sip:anonymous@anonymous.invalid>", "\"Anonymous <sip:anonymous@anonymous.invalid>",
        "Anonymous\" <sip:anonymous@anonymous.invalid>", "Anonymous sip:anonymous@anonymous.invalid",
        "Anonymous <sip:anonymous@anonymous.invalid", "sip:anonymous@anonymous.invalid>",
        "sip:anonymous@anonymous.invalid>;tag=1", "Anonymous(sip:anonymous@anonymous.invalid)",
        "(sip:anonymous@anonymous.invalid)", "[sip:anonymous@anonymous.invalid]",
        "From: <sip:anonymous@anonymous.invalid>", "From: Anonymous <sip:anonymous@anonymous.invalid>",
        "P-Asserted-Identity: <sip:anonymous@anonymous.invalid>", "urn:anonymous", "urn:service:anonymous",
        "8:anonymous:123", "4:anonymous",
    ]

    @Test("No language's word for nobody is a party", arguments: english + western + european + asian + forms)
    func saysNothing(text: String) {
        let party = PartyForm(text)
        #expect(party.saysNothing, "\(party)")
        #expect(!party.agrees(with: party))
    }

    @Test("Capitals and a number's own brackets change nothing", arguments: western + european)
    func inCapitals(text: String) {
        #expect(PartyForm(text.uppercased()).saysNothing)
        #expect(PartyForm("<\(text)>").saysNothing)
        #expect(PartyForm("\"\(text)\" <sip:c8oqz84zk7z@example.com>").saysNothing)
    }

    @Test(
        "Names that have a word of these, or are nearly one, are kept",
        arguments: texts(
            """
            Pat Example | Private Eye Ltd | Unknown Pleasures Records | Blocked Drains Direct |
            Hidden Valley Farm | International Rescue | Noah Number | Ann Onymous | Anonymous Alcoholics Leeds |
            Null Computing | Nona Caller-Smith | Özel | Ayşe Özel | Pay | Cell | Guest 12 | Line 2 | Idan | Ana |
            Li | 李明 | 王 | 田中太郎 | 김민준 | Jean Privat | Room 0 | User 12 Example | Dr.Smith | St.John | Coin & Sons |
            The Phone Shop | O'Neil | pat@example.com | noah@example.com | privatebank@example.com |
            sip:nobodysbusiness@example.com | 2041 | 101 | *67 | 112 | 999 | +442566961111 | +17378742833 |
            2666966870 | 01632960111 | 0111111111 | 1111 | 9999 | 8:orgid:0e1f2a3b-0000-4000-8000-000000000001 |
            Invalidenstrasse Praxis | Überall GmbH | No. 1 Cafe | Ada | Ada Lovelace | Gast Smith | Sri | Noto |
            Ad | Mena | Este | Gan | Sin | Nu | Nom Nguyen | Ola | Kim | Ng | Ho | Pa | Eva Nova | Frank Privat |
            Anna Geheim | Nina Secret | Hosť | Host | Brak Ltd | Ivan Ivanov | Иван Иванов | Анна Закрыта |
            María Oculto | Tom Hide | Alan Blocker | Sam Blockley | José Privado | Maria Nula | Max Unbekannt |
            Jan de Boer | Van der Berg | De la Cruz | محمد علي | דוד כהן | राम कुमार | ราม | 山田花子 | 佐藤 | 方明 |
            无双公司 | 金 | 김 | 이영희 | Nguyễn Văn An | Lê Thị Hoa | Phạm Minh | Guest Services | Guest House Leeds |
            Customer Service | Service Desk | Support | Reception | Sales | Operator | Voicemail | Conference 12 |
            Main Line | Fax | Alarm line 3 | Mark Other | Anita Value | User-12 | x2041 | 10.5 FM | Studio 54 |
            4you Ltd | O2 | BT | P&O | A&E | 3M | N26 | Unit 7 | Desk 4 | Team A | MI6 | a1b2c3d4 Ltd |
            r2d2c3po@example.com | c8oqz84zk7z@example.com | 9876543210 | +441632960111 | 0800 1111 | +2041 |
            02222222222 | +919999999999 | +97455555555 | 88888888 | +66666666666 | -2041- | Nr 5 |
            Jo Private-Smith | Spencer & Sons; London | Marks &amp; Spencer | R&D; | Blank Ltd | Coin Master |
            Vide Cool | J&amp;J | Anon Ltd | Jürgen Ausland GmbH | Salma Khan | Secreto Iberico SL |
            Tesco Mobile | Private Bank AG | Restricted Area Ltd | Foreign Office | Home Office | Withheld Music |
            Number Ten Ltd | Withers | Unavale | Blocks | Jean Masque | Michel Inconnu | Mobile World
            """
        )
    )
    func saysSomething(text: String) {
        #expect(!PartyForm(text).saysNothing)
    }
}
