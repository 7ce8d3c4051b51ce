// As XML Signature Syntax and Processing (W3C 2002), section 4, describes the elements.
#include "xml/xmldsig_type.hpp"

namespace brevdue::xml {
namespace {

constexpr SimpleType restricted(std::string_view name, const SimpleType& base) {
  return {.ns = kXmldsig, .name = name, .base = &base};
}
constexpr SimpleType kCryptoBinary = restricted("CryptoBinary", kBase64Binary);
constexpr SimpleType kDigestValue = restricted("DigestValueType", kBase64Binary);
constexpr SimpleType kHmacOutputLength = restricted("HMACOutputLengthType", kInteger);

constexpr AttributeUse kIdOnly[] = {{"Id", &kId, false, true}};
constexpr AttributeUse kAlgorithm[] = {{"Algorithm", &kAnyUri, true}};

constexpr Type kStringContent = of_text(kString);
constexpr Type kIntegerContent = of_text(kInteger);
constexpr Type kBase64Content = of_text(kBase64Binary);
constexpr Type kCryptoBinaryContent = of_text(kCryptoBinary);

// SignatureMethod, DigestMethod, CanonicalizationMethod: an algorithm and its parameters.
constexpr Type kHmacOutputLengthType = of_text(kHmacOutputLength);
constexpr Element kHmacOutputLengthElement{kXmldsig, "HMACOutputLength", kHmacOutputLengthType, false};

constexpr Particle kCanonicalizationParts[] = {any(Contents::STRICT)};
constexpr Particle kCanonicalizationContent = in_order(kCanonicalizationParts);
constexpr Type kCanonicalizationType =
    of_elements({kXmldsig, "CanonicalizationMethodType"}, kCanonicalizationContent, kAlgorithm, true);
constexpr Element kCanonicalizationMethod{kXmldsig, "CanonicalizationMethod", kCanonicalizationType};

constexpr Particle kSignatureMethodParts[] = {
    optional(kHmacOutputLengthElement),
    any_other(kXmldsig, Contents::STRICT),
};
constexpr Particle kSignatureMethodContent = in_order(kSignatureMethodParts);
constexpr Type kSignatureMethodType =
    of_elements({kXmldsig, "SignatureMethodType"}, kSignatureMethodContent, kAlgorithm, true);
constexpr Element kSignatureMethod{kXmldsig, "SignatureMethod", kSignatureMethodType};

constexpr Particle kDigestMethodParts[] = {any_other(kXmldsig, Contents::LAX)};
constexpr Particle kDigestMethodContent = in_order(kDigestMethodParts);
constexpr Type kDigestMethodType = of_elements({kXmldsig, "DigestMethodType"}, kDigestMethodContent, kAlgorithm, true);
constexpr Element kDigestMethod{kXmldsig, "DigestMethod", kDigestMethodType};

constexpr Type kDigestValueType = of_text(kDigestValue);
constexpr Element kDigestValueElement{kXmldsig, "DigestValue", kDigestValueType};

// Transforms and Reference.
constexpr Element kXPath{kXmldsig, "XPath", kStringContent, false};
constexpr Particle kTransformParts[] = {any_other(kXmldsig, Contents::LAX, 1, 1), one(kXPath)};
constexpr Particle kTransformContent = one_of(kTransformParts, 0, kUnbounded);
constexpr Type kTransformType = of_elements({kXmldsig, "TransformType"}, kTransformContent, kAlgorithm, true);
constexpr Element kTransform{kXmldsig, "Transform", kTransformType};

constexpr Particle kTransformsParts[] = {at_least_one(kTransform)};
constexpr Particle kTransformsContent = in_order(kTransformsParts);
constexpr Type kTransformsType = of_elements({kXmldsig, "TransformsType"}, kTransformsContent);
constexpr Element kTransforms{kXmldsig, "Transforms", kTransformsType};

constexpr AttributeUse kReferenceAttributes[] = {{"Id", &kId, false, true}, {"URI", &kAnyUri}, {"Type", &kAnyUri}};
constexpr Particle kReferenceParts[] = {optional(kTransforms), one(kDigestMethod), one(kDigestValueElement)};
constexpr Particle kReferenceContent = in_order(kReferenceParts);
constexpr Type kReferenceType = of_elements({kXmldsig, "ReferenceType"}, kReferenceContent, kReferenceAttributes);
constexpr Element kReference{kXmldsig, "Reference", kReferenceType};

constexpr Particle kSignedInfoParts[] = {one(kCanonicalizationMethod), one(kSignatureMethod), at_least_one(kReference)};
constexpr Particle kSignedInfoContent = in_order(kSignedInfoParts);
constexpr Type kSignedInfoType = of_elements({kXmldsig, "SignedInfoType"}, kSignedInfoContent, kIdOnly);
constexpr Element kSignedInfo{kXmldsig, "SignedInfo", kSignedInfoType};

constexpr Type kSignatureValueType = of_text(kBase64Binary, {kXmldsig, "SignatureValueType"}, kIdOnly);
constexpr Element kSignatureValue{kXmldsig, "SignatureValue", kSignatureValueType};

// Keys.
constexpr Element kP{kXmldsig, "P", kCryptoBinaryContent, false};
constexpr Element kQ{kXmldsig, "Q", kCryptoBinaryContent, false};
constexpr Element kG{kXmldsig, "G", kCryptoBinaryContent, false};
constexpr Element kY{kXmldsig, "Y", kCryptoBinaryContent, false};
constexpr Element kJ{kXmldsig, "J", kCryptoBinaryContent, false};
constexpr Element kSeed{kXmldsig, "Seed", kCryptoBinaryContent, false};
constexpr Element kPgenCounter{kXmldsig, "PgenCounter", kCryptoBinaryContent, false};
constexpr Particle kPrimes[] = {one(kP), one(kQ)};
constexpr Particle kGeneration[] = {one(kSeed), one(kPgenCounter)};
constexpr Particle kDsaParts[] = {in_order(kPrimes, 0), optional(kG), one(kY), optional(kJ), in_order(kGeneration, 0)};
constexpr Particle kDsaContent = in_order(kDsaParts);
constexpr Type kDsaType = of_elements({kXmldsig, "DSAKeyValueType"}, kDsaContent);
constexpr Element kDsaKeyValue{kXmldsig, "DSAKeyValue", kDsaType};

constexpr Element kModulus{kXmldsig, "Modulus", kCryptoBinaryContent, false};
constexpr Element kExponent{kXmldsig, "Exponent", kCryptoBinaryContent, false};
constexpr Particle kRsaParts[] = {one(kModulus), one(kExponent)};
constexpr Particle kRsaContent = in_order(kRsaParts);
constexpr Type kRsaType = of_elements({kXmldsig, "RSAKeyValueType"}, kRsaContent);
constexpr Element kRsaKeyValue{kXmldsig, "RSAKeyValue", kRsaType};

constexpr Particle kKeyValueParts[] = {one(kDsaKeyValue), one(kRsaKeyValue), any_other(kXmldsig, Contents::LAX, 1, 1)};
constexpr Particle kKeyValueContent = one_of(kKeyValueParts);
constexpr Type kKeyValueType = of_elements({kXmldsig, "KeyValueType"}, kKeyValueContent, {}, true);
constexpr Element kKeyValue{kXmldsig, "KeyValue", kKeyValueType};

// KeyInfo.
constexpr AttributeUse kRetrievalAttributes[] = {{"URI", &kAnyUri}, {"Type", &kAnyUri}};
constexpr Particle kRetrievalParts[] = {optional(kTransforms)};
constexpr Particle kRetrievalContent = in_order(kRetrievalParts);
constexpr Type kRetrievalType = of_elements({kXmldsig, "RetrievalMethodType"}, kRetrievalContent, kRetrievalAttributes);
constexpr Element kRetrievalMethod{kXmldsig, "RetrievalMethod", kRetrievalType};

constexpr Element kIssuerName{kXmldsig, "X509IssuerName", kStringContent, false};
constexpr Element kSerialNumber{kXmldsig, "X509SerialNumber", kIntegerContent, false};
constexpr Particle kIssuerSerialParts[] = {one(kIssuerName), one(kSerialNumber)};
constexpr Particle kIssuerSerialContent = in_order(kIssuerSerialParts);
constexpr Type kIssuerSerialType = of_elements({kXmldsig, "X509IssuerSerialType"}, kIssuerSerialContent);
constexpr Element kIssuerSerial{kXmldsig, "X509IssuerSerial", kIssuerSerialType, false};
constexpr Element kSki{kXmldsig, "X509SKI", kBase64Content, false};
constexpr Element kSubjectName{kXmldsig, "X509SubjectName", kStringContent, false};
constexpr Element kCertificate{kXmldsig, "X509Certificate", kBase64Content, false};
constexpr Element kCrl{kXmldsig, "X509CRL", kBase64Content, false};
constexpr Particle kX509Choice[] = {one(kIssuerSerial), one(kSki), one(kSubjectName),
                                    one(kCertificate),  one(kCrl), any_other(kXmldsig, Contents::LAX, 1, 1)};
constexpr Particle kX509Parts[] = {one_of(kX509Choice)};
constexpr Particle kX509Content = in_order(kX509Parts, 1, kUnbounded);
constexpr Type kX509Type = of_elements({kXmldsig, "X509DataType"}, kX509Content);
constexpr Element kX509Data{kXmldsig, "X509Data", kX509Type};

constexpr Element kPgpKeyId{kXmldsig, "PGPKeyID", kBase64Content, false};
constexpr Element kPgpKeyPacket{kXmldsig, "PGPKeyPacket", kBase64Content, false};
constexpr Particle kPgpById[] = {one(kPgpKeyId), optional(kPgpKeyPacket), any_other(kXmldsig, Contents::LAX)};
constexpr Particle kPgpByPacket[] = {one(kPgpKeyPacket), any_other(kXmldsig, Contents::LAX)};
constexpr Particle kPgpParts[] = {in_order(kPgpById), in_order(kPgpByPacket)};
constexpr Particle kPgpContent = one_of(kPgpParts);
constexpr Type kPgpType = of_elements({kXmldsig, "PGPDataType"}, kPgpContent);
constexpr Element kPgpData{kXmldsig, "PGPData", kPgpType};

constexpr Element kSpkiSexp{kXmldsig, "SPKISexp", kBase64Content, false};
constexpr Particle kSpkiParts[] = {one(kSpkiSexp), any_other(kXmldsig, Contents::LAX, 0, 1)};
constexpr Particle kSpkiContent = in_order(kSpkiParts, 1, kUnbounded);
constexpr Type kSpkiType = of_elements({kXmldsig, "SPKIDataType"}, kSpkiContent);
constexpr Element kSpkiData{kXmldsig, "SPKIData", kSpkiType};

constexpr Element kKeyName{kXmldsig, "KeyName", kStringContent};
constexpr Element kMgmtData{kXmldsig, "MgmtData", kStringContent};
constexpr Particle kKeyInfoParts[] = {
    one(kKeyName), one(kKeyValue), one(kRetrievalMethod), one(kX509Data),
    one(kPgpData), one(kSpkiData), one(kMgmtData),        any_other(kXmldsig, Contents::LAX, 1, 1),
};
constexpr Particle kKeyInfoContent = one_of(kKeyInfoParts, 1, kUnbounded);
constexpr Type kKeyInfoType = of_elements({kXmldsig, "KeyInfoType"}, kKeyInfoContent, kIdOnly, true);
constexpr Element kKeyInfo{kXmldsig, "KeyInfo", kKeyInfoType};

// Object, Manifest, SignatureProperties.
constexpr AttributeUse kObjectAttributes[] = {
    {"Id", &kId, false, true}, {"MimeType", &kString}, {"Encoding", &kAnyUri}};
constexpr Particle kObjectParts[] = {any(Contents::LAX, 1, 1)};
constexpr Particle kObjectContent = in_order(kObjectParts, 0, kUnbounded);
constexpr Type kObjectType = of_elements({kXmldsig, "ObjectType"}, kObjectContent, kObjectAttributes, true);
constexpr Element kObject{kXmldsig, "Object", kObjectType};

constexpr Particle kManifestParts[] = {at_least_one(kReference)};
constexpr Particle kManifestContent = in_order(kManifestParts);
constexpr Type kManifestType = of_elements({kXmldsig, "ManifestType"}, kManifestContent, kIdOnly);
constexpr Element kManifest{kXmldsig, "Manifest", kManifestType};

constexpr AttributeUse kPropertyAttributes[] = {{"Target", &kAnyUri, true}, {"Id", &kId, false, true}};
constexpr Particle kPropertyParts[] = {any_other(kXmldsig, Contents::LAX, 1, 1)};
constexpr Particle kPropertyContent = one_of(kPropertyParts, 1, kUnbounded);
constexpr Type kPropertyType =
    of_elements({kXmldsig, "SignaturePropertyType"}, kPropertyContent, kPropertyAttributes, true);
constexpr Element kSignatureProperty{kXmldsig, "SignatureProperty", kPropertyType};
constexpr Particle kPropertiesParts[] = {at_least_one(kSignatureProperty)};
constexpr Particle kPropertiesContent = in_order(kPropertiesParts);
constexpr Type kPropertiesType = of_elements({kXmldsig, "SignaturePropertiesType"}, kPropertiesContent, kIdOnly);
constexpr Element kSignatureProperties{kXmldsig, "SignatureProperties", kPropertiesType};

constexpr Particle kSignatureParts[] = {one(kSignedInfo), one(kSignatureValue), optional(kKeyInfo),
                                        any_number(kObject)};
constexpr Particle kSignatureContent = in_order(kSignatureParts);
constexpr Type kSignatureType = of_elements({kXmldsig, "SignatureType"}, kSignatureContent, kIdOnly);

}  // namespace

constinit const Element kSignature{kXmldsig, "Signature", kSignatureType};

namespace {
constexpr const Element* kGlobals[] = {
    &kSignature,
    &kSignatureValue,
    &kSignedInfo,
    &kCanonicalizationMethod,
    &kSignatureMethod,
    &kReference,
    &kTransforms,
    &kTransform,
    &kDigestMethod,
    &kDigestValueElement,
    &kKeyInfo,
    &kKeyName,
    &kMgmtData,
    &kKeyValue,
    &kRetrievalMethod,
    &kX509Data,
    &kPgpData,
    &kSpkiData,
    &kObject,
    &kManifest,
    &kSignatureProperties,
    &kSignatureProperty,
    &kDsaKeyValue,
    &kRsaKeyValue,
};
}  // namespace

constinit const std::span<const Element* const> kXmldsigGlobals{kGlobals};

}  // namespace brevdue::xml
