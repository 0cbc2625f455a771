#!/bin/sh
# Makes every key in this directory anew, with OpenSSL 3.0 and the keytool of a JDK 17.
# All keys are throw-away keys for tests; the password of everything encrypted is "correct horse".
set -eu
cd "$(dirname "$0")"
PASSWORD='correct horse'
PASS="pass:$PASSWORD"

# EC on the three curves of JWS. genpkey writes PKCS#8, ec writes SEC1.
for curve in P-256 P-384 P-521; do
  name=ec-$(echo "$curve" | tr -d 'P-')
  openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$curve" -out "$name.pkcs8.pem"
  openssl ec -in "$name.pkcs8.pem" -out "$name.sec1.pem"
  openssl pkey -in "$name.pkcs8.pem" -pubout -out "$name.public.pem"
done

# The same P-256 key in the forms people have it in.
openssl ecparam -name prime256v1 -out ec-parameters.pem
cat ec-parameters.pem ec-256.sec1.pem > ec-256.parameters-sec1.pem
rm ec-parameters.pem
openssl ec -in ec-256.pkcs8.pem -no_public -out ec-256.no-public.sec1.pem
openssl ec -in ec-256.pkcs8.pem -conv_form compressed -out ec-256.compressed.sec1.pem
# "openssl pkey -outform DER" would write the traditional form.
openssl pkcs8 -topk8 -nocrypt -in ec-256.pkcs8.pem -outform DER -out ec-256.pkcs8.der
openssl ec -in ec-256.pkcs8.pem -outform DER -out ec-256.sec1.der
openssl ec -in ec-256.pkcs8.pem -param_enc explicit -out ec-256.explicit.sec1.pem
# What Apple School Manager hands out: PKCS#8 bytes under the label of SEC1.
sed 's/ PRIVATE KEY/ EC PRIVATE KEY/' ec-256.pkcs8.pem > ec-256.apple-school-manager.pem

# RSA.
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pkcs8.pem
openssl pkey -in rsa.pkcs8.pem -traditional -out rsa.pkcs1.pem
openssl pkcs8 -topk8 -nocrypt -in rsa.pkcs8.pem -outform DER -out rsa.pkcs8.der
openssl rsa -in rsa.pkcs8.pem -traditional -outform DER -out rsa.pkcs1.der
openssl pkey -in rsa.pkcs8.pem -pubout -out rsa.public.pem
openssl rsa -in rsa.pkcs8.pem -RSAPublicKey_out -out rsa.public.pkcs1.pem
sed 's/ RSA PRIVATE KEY/ PRIVATE KEY/' rsa.pkcs1.pem > rsa.pkcs1-as-pkcs8.pem

# Encrypted: PKCS#8 with PBES2 and with the two kinds of PBES1, and the old form with Proc-Type and DEK-Info.
openssl pkcs8 -topk8 -in ec-256.pkcs8.pem -passout "$PASS" -out ec-256.pbes2.pem
openssl pkcs8 -topk8 -in ec-256.pkcs8.pem -passout "$PASS" -outform DER -out ec-256.pbes2.der
openssl pkcs8 -topk8 -in ec-256.pkcs8.pem -passout "$PASS" -scrypt -out ec-256.scrypt.pem
openssl pkcs8 -topk8 -in rsa.pkcs8.pem -passout "$PASS" -v2 des3 -out rsa.pbes2-des3.pem
openssl pkcs8 -topk8 -in rsa.pkcs8.pem -passout "$PASS" -v1 PBE-SHA1-3DES -out rsa.pbes1-3des.pem
openssl pkcs8 -topk8 -in rsa.pkcs8.pem -passout "$PASS" -v1 PBE-MD5-DES -provider legacy -provider default -out rsa.pbes1-des.pem
openssl rsa -in rsa.pkcs8.pem -traditional -aes256 -passout "$PASS" -out rsa.dek-aes256.pem
openssl rsa -in rsa.pkcs8.pem -traditional -des3 -passout "$PASS" -out rsa.dek-des3.pem
openssl ec -in ec-256.pkcs8.pem -aes256 -passout "$PASS" -out ec-256.dek-aes256.pem

# A certificate as Epic's documentation makes it, and the fingerprint that Epic's site shows.
openssl req -new -x509 -key rsa.pkcs8.pem -days 36500 -subj '/CN=clientauth test' -out rsa.certificate.pem
openssl x509 -noout -fingerprint -sha1 -in rsa.certificate.pem > rsa.certificate.sha1.txt
cat rsa.certificate.pem rsa.pkcs8.pem > rsa.certificate-and-key.pem

# Key stores. "openssl pkcs12" without -nocerts puts Bag Attributes before the certificate and the key.
openssl pkcs12 -export -inkey rsa.pkcs8.pem -in rsa.certificate.pem -name Epic-2026 -passout "$PASS" -out openssl.p12
openssl pkcs12 -in openssl.p12 -passin "$PASS" -nodes -out rsa.bag-attributes.pem
openssl pkcs12 -export -nokeys -in rsa.certificate.pem -passout "$PASS" -out certificate-only.p12
rm -f keytool.p12 keytool.jks
for alias in First Second; do
  keytool -genkeypair -alias "$alias" -keyalg EC -groupname secp256r1 -dname 'CN=clientauth test' -validity 36500 \
    -storetype PKCS12 -storepass "$PASSWORD" -keystore keytool.p12
done
keytool -genkeypair -alias Only -keyalg EC -groupname secp384r1 -dname 'CN=clientauth test' -validity 36500 \
  -storetype JKS -storepass "$PASSWORD" -keypass 'another horse' -keystore keytool.jks

openssl genpkey -algorithm ED25519 -out ed25519.pkcs8.pem
openssl pkey -in ed25519.pkcs8.pem -pubout -out ed25519.public.pem
openssl pkcs8 -topk8 -in ed25519.pkcs8.pem -v2 aes-256-cbc -passout "$PASS" -out ed25519.pbes2.pem
openssl req -new -x509 -key ed25519.pkcs8.pem -subj '/CN=clientauth test' -days 36500 -out ed25519.certificate.pem

# What is no signing key, or none that is accepted.
openssl req -new -key ec-256.pkcs8.pem -subj '/CN=clientauth test' -out refused.request.pem
openssl ecparam -name secp256k1 -genkey -noout -out refused.secp256k1.sec1.pem
openssl pkcs8 -topk8 -nocrypt -in refused.secp256k1.sec1.pem -out refused.secp256k1.pkcs8.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out refused.brainpool.pem
openssl genpkey -algorithm ED448 -out refused.ed448.pem
openssl genpkey -algorithm X25519 -out refused.x25519.pem
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out refused.rsa-pss.pem
openssl genrsa -out refused.rsa-1024.pem 1024
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa-parameters.pem
openssl genpkey -paramfile dsa-parameters.pem -out refused.dsa.pem
openssl pkey -in refused.dsa.pem -traditional -out refused.dsa-traditional.pem
rm -f dsa-parameters.pem refused.openssh.pem refused.openssh.pem.pub
ssh-keygen -q -t ecdsa -b 256 -N '' -C 'clientauth test' -f refused.openssh.pem
mv refused.openssh.pem.pub refused.openssh-public.txt
openssl crl2pkcs7 -nocrl -certfile rsa.certificate.pem -out refused.pkcs7.pem
